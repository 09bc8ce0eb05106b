import type { Sample } from '../../checker/sources/metrics/parse-exposition.ts';
import type { RunSample } from '../../model/run-sample.ts';
import type { RowCounts } from './row-counts.ts';

/** By process; null for one that did not answer. */
type Scrapes = readonly (readonly Sample[] | null)[];

export interface ServiceScrapes {
  readonly chargeApi: Scrapes;
  readonly relay: Scrapes;
  readonly ledgerConsumer: Scrapes;
}

interface Look {
  readonly atMs: number;
  readonly acknowledged: number;
  readonly inFlight: number;
  readonly scrapes: ServiceScrapes;
  readonly rows: RowCounts | null;
  /** By layer, over the restarts of all processes. */
  readonly suppressed: Readonly<Record<string, number>>;
}

/** One instant, put together. What could not be read is null. */
export function sampleOf({ atMs, acknowledged, inFlight, scrapes, rows, suppressed }: Look): RunSample {
  const { chargeApi, relay, ledgerConsumer } = scrapes;
  return {
    atMs,
    operationsAcknowledged: acknowledged,
    operationsDone: rows?.moved ?? null,
    ledgerEffects: largest(ledgerConsumer, 'ledger_effects_applied'),
    outboxPending: largest(relay, 'outbox_pending'),
    outboxLagS: largest(relay, 'outbox_lag_seconds'),
    consumerLagRecords: total(ledgerConsumer, 'consumer_lag_records'),
    keysReceived: rows?.received ?? null,
    keysProcessing: rows?.processing ?? null,
    keysCompleted: rows?.completed ?? null,
    keysFailed: rows?.failed ?? null,
    unsettled: largest(chargeApi, 'operations_unsettled'),
    inFlight,
    duplicates: suppressed,
  };
}

const valueIn = (samples: readonly Sample[], name: string): number | undefined => {
  const found = samples.filter((sample) => sample.name === name);
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
};

/** Every replica counts the same committed rows: the largest is the latest look. */
function largest(scrapes: Scrapes, name: string): number | null {
  const values = scrapes.flatMap((samples) => (samples ? (valueIn(samples, name) ?? []) : []));
  return values.length === 0 ? null : Math.max(...values);
}

/** Each process counts what it did itself, so that without one of them there is no sum. */
function total(scrapes: Scrapes, name: string): number | null {
  if (scrapes.some((samples) => samples === null)) return null;
  return scrapes.reduce((sum, samples) => sum + (valueIn(samples ?? [], name) ?? 0), 0);
}
