import { JsonObjectReader } from '../json/json-object-reader.ts';
import { readCharge, type Charge } from './charge.ts';

/** Newest first. */
export interface ChargePage {
  readonly data: readonly Charge[];
  readonly hasMore: boolean;
}

export interface ListChargesInput {
  /** 1 to 100. */
  readonly limit?: number | undefined;
  /** Id of the last charge of the page before. */
  readonly startingAfter?: string | undefined;
}

export function readChargePage(value: unknown): ChargePage {
  const members = new JsonObjectReader(value);
  return { data: members.list('data', readCharge), hasMore: members.flag('has_more') };
}

export function chargeListPath({ limit, startingAfter }: ListChargesInput): string {
  const query = new URLSearchParams();
  if (limit !== undefined) {
    query.set('limit', String(limit));
  }
  if (startingAfter !== undefined) {
    query.set('starting_after', startingAfter);
  }
  return query.size === 0 ? '/v1/charges' : `/v1/charges?${query.toString()}`;
}
