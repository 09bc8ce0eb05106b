import type { Sample } from '../../src/checker/sources/metrics/parse-exposition.ts';
import type { Scrape } from '../../src/checker/sources/metrics/scrape.ts';
import type { Mutable } from './mutable.ts';

const sample = (name: string, value: number, labels: Record<string, string> = {}): Mutable<Sample> => ({
  name,
  labels,
  value,
});

const byLabel = (name: string, label: string, values: Record<string, number>): Mutable<Sample>[] =>
  Object.entries(values).map(([one, value]) => sample(name, value, { [label]: one }));

const chargeApi = (own: { attempts: number; executed: number; replayed: number; reused: number }) => [
  ...byLabel('charges_total', 'status', {
    ...{ pending: 0, unknown: 0, needs_review: 0, authorized: 0, captured: 2, failed: 1, canceled: 1, expired: 0 },
    ...{ partially_refunded: 1, refunded: 0 },
  }),
  ...byLabel('operations_unsettled', 'state', { unknown: 0, needs_review: 0 }),
  sample('provider_contradictions_total', 0),
  sample('charge_effects_owed', 4),
  ...byLabel('charge_attempts_total', 'attempt', { '1': own.attempts }),
  ...byLabel('idempotency_resolutions_total', 'outcome', {
    ...{ executed: own.executed, replayed: own.replayed, reused: own.reused },
    ...{ in_use: 0, pending: 0, refused: 0 },
  }),
];

/** Two processes of charge-api, one relay, one ledger-consumer, after the sample's run. */
export const sampleScrape = (): Mutable<Scrape> => ({
  'charge-api': [
    chargeApi({ attempts: 6, executed: 4, replayed: 1, reused: 1 }),
    chargeApi({ attempts: 4, executed: 4, replayed: 0, reused: 0 }),
  ],
  relay: [[sample('outbox_pending', 0), sample('outbox_lag_seconds', 0), sample('relay_events_published_total', 8)]],
  'ledger-consumer': [
    [
      ...[sample('ledger_effects_applied', 4), sample('inbox_duplicates_total', 0)],
      sample('ledger_unbalanced_entries', 0),
    ],
  ],
});
