import type { ProviderRecord } from '../core/provider-record.ts';
import { effectRow, resultRow } from './record-rows.ts';

export interface PageQuery {
  /** The sequence of the last row that the reader has; 0 for the first page. */
  readonly after: number;
  readonly limit: number;
}

export function readEffects(record: ProviderRecord, query: PageQuery & { provider_key?: string | undefined }) {
  const { after, limit, provider_key: key } = query;
  const sequences = key === undefined ? span(after, limit + 1) : record.effectSequencesOf(key).filter((n) => n > after);
  const rows = sequences.slice(0, limit + 1).flatMap((sequence) => {
    const entry = record.effects[sequence - 1];
    return entry === undefined ? [] : [effectRow(record, entry, sequence)];
  });
  return { data: rows.slice(0, limit), has_more: rows.length > limit };
}

export function readResults(record: ProviderRecord, { after, limit }: PageQuery) {
  const data = record.results.slice(after, after + limit).map((entry, index) => ({
    sequence: after + index + 1,
    ...resultRow(record, entry),
  }));
  return { data, has_more: after + limit < record.results.length };
}

function span(after: number, length: number): number[] {
  return Array.from({ length }, (_, index) => after + index + 1);
}
