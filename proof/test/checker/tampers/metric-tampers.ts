import type { MutableWorld } from '../sample-world.ts';
import { recordOf, the, type Tamper } from './tamper.ts';

type Service = keyof NonNullable<MutableWorld['metrics']>['before'];

/** Changes a metric of the first process of a service, as it was scraped before and after. */
const shift = (world: MutableWorld, service: Service, metric: string, by: number): void => {
  const [name, label] = metric.split('=');
  for (const scrape of [world.metrics?.before, world.metrics?.after]) {
    const isWanted = (labels: Record<string, string>): boolean =>
      label === undefined || Object.values(labels).includes(label);
    the(scrape?.[service][0] ?? [], (sample) => sample.name === name && isWanted(sample.labels)).value += by;
  }
};

export const METRIC_TAMPERS: readonly Tamper[] = [
  [
    'an effect that was counted and not posted',
    'metrics-are-the-rows',
    (w) => shift(w, 'ledger-consumer', 'ledger_effects_applied', 1),
  ],
  [
    'an effect that was posted and not counted',
    'metrics-are-the-rows',
    (w) => shift(w, 'ledger-consumer', 'ledger_effects_applied', -1),
  ],
  [
    'a charge that is counted under another status',
    'metrics-are-the-rows',
    (w) => shift(w, 'charge-api', 'charges_total=captured', 1),
  ],
  ['an event that is shown as pending', 'metrics-are-the-rows', (w) => shift(w, 'relay', 'outbox_pending', 1)],
  [
    'an age of the outbox with nothing to publish',
    'metrics-are-the-rows',
    (w) => shift(w, 'relay', 'outbox_lag_seconds', 1),
  ],
  [
    'a refund that failed and is counted as owed to the ledger',
    'metrics-are-the-rows',
    (w) => shift(w, 'charge-api', 'charge_effects_owed', 1),
  ],
  [
    'an entry without postings that the count of unbalanced ones does not see',
    'metrics-are-the-rows',
    (w) => Object.assign(w.ledgerDb.entries[0]!, { postings: [] }),
  ],
  [
    'an operation that is shown as unknown',
    'metrics-are-the-rows',
    (w) => shift(w, 'charge-api', 'operations_unsettled=unknown', 1),
  ],
  [
    'a contradiction that nobody shows',
    'metrics-are-the-rows',
    (w) => Object.assign(w.chargeDb.attempts[0]!, { lateOutcome: 'declined' }),
  ],
  [
    'a payment that is not the charge’s, which nobody shows',
    'metrics-are-the-rows',
    (w) => Object.assign(w.chargeDb.attempts[0]!, { lateOutcome: 'succeeded', latePaymentId: 'other' }),
  ],
  [
    'a parked record that nobody shows',
    'metrics-are-the-rows',
    (w) => {
      w.ledgerDb.parked.push({ partition: 3, offset: 0n, reason: 'oversized', eventId: null, chargeId: null });
      for (const scrape of [w.metrics!.before, w.metrics!.after]) {
        scrape['ledger-consumer'][0]!.push({
          name: 'ledger_records_parked_total',
          labels: { reason: 'oversized' },
          value: 0,
        });
      }
    },
  ],
  ['more attempts than were made', 'attempts-counted', (w) => shift(w, 'charge-api', 'charge_attempts_total=1', 2)],
  [
    'fewer attempts than were answered',
    'attempts-counted',
    (w) => shift(w, 'charge-api', 'charge_attempts_total=1', -2),
  ],
  [
    'an execution of no key',
    'resolutions-counted',
    (w) => shift(w, 'charge-api', 'idempotency_resolutions_total=executed', 1),
  ],
  [
    'a replay that nobody counted',
    'resolutions-counted',
    (w) => shift(w, 'charge-api', 'idempotency_resolutions_total=replayed', -1),
  ],
  [
    'a reuse that nobody counted',
    'resolutions-counted',
    (w) => shift(w, 'charge-api', 'idempotency_resolutions_total=reused', -1),
  ],
  [
    'more events published than there are',
    'published-counted',
    (w) => shift(w, 'relay', 'relay_events_published_total', 1),
  ],
  [
    'fewer events published than there are',
    'published-counted',
    (w) => shift(w, 'relay', 'relay_events_published_total', -1),
  ],
  [
    'a repeat that nobody dropped',
    'duplicates-counted',
    (w) => w.topic.records.push({ ...recordOf(w, 'o-sale'), offset: 9n }),
  ],
  [
    'a drop of what was no repeat',
    'duplicates-counted',
    (w) => shift(w, 'ledger-consumer', 'inbox_duplicates_total', 1),
  ],
];
