import { readSource } from '../../inconclusive.error.ts';
import { fetchText } from '../fetch-text.ts';
import type { DecisionRow, EffectRow, ProviderRecord } from './provider-record.ts';
import { readPages, type Page } from './read-pages.ts';

const PAGE_SIZE = 1_000;

interface EffectJson {
  sequence: number;
  account: string;
  provider_key: string;
  effect: string;
  payment_id: string;
  amount_minor: string;
  currency: string;
  differs: boolean;
  told_provider_key: string;
  metadata: Record<string, string> | null;
  recorded_at: string;
}

interface DecisionJson {
  sequence: number;
  account: string;
  provider_key: string;
  http_status: number;
  effect: string | null;
}

/** What all of them did: each keeps the record of an account of its own. */
export async function readProviders(urls: readonly string[]): Promise<ProviderRecord> {
  const records = [];
  for (const url of urls) records.push(await readProvider(url));
  return {
    effects: records.flatMap(({ effects }) => effects),
    decisions: records.flatMap(({ decisions }) => decisions),
  };
}

export function readProvider(url: string): Promise<ProviderRecord> {
  return readSource("the provider's record", async () => {
    const effects = await readPages(pagesOf<EffectJson>(`${url}/v1/effects`));
    const decisions = await readPages(pagesOf<DecisionJson>(`${url}/v1/requests`));
    return { effects: effects.map(toEffect), decisions: decisions.map(toDecision) };
  });
}

const pagesOf =
  <T>(url: string) =>
  async (after: number): Promise<Page<T>> =>
    JSON.parse(await fetchText(`${url}?after=${after}&limit=${PAGE_SIZE}`)) as Page<T>;

/** By its own word in each row, which is the record that is believed here. */
const accountOf = ({ account }: { account: string }): string => `simulator:${account}`;

const toEffect = (row: EffectJson): EffectRow => ({
  account: accountOf(row),
  providerKey: row.provider_key,
  effect: row.effect,
  paymentId: row.payment_id,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  operationId: row.metadata?.['operation_id'] ?? null,
  differs: row.differs,
  toldProviderKey: row.told_provider_key,
  recordedAtMs: Date.parse(row.recorded_at),
});

const toDecision = (row: DecisionJson): DecisionRow => ({
  account: accountOf(row),
  providerKey: row.provider_key,
  httpStatus: row.http_status,
  effect: row.effect,
});
