import { sumByCurrency } from '../facts/sum-by-currency.ts';
import type { EntryRow } from '../sources/ledger-db/ledger-db.ts';
import type { MetricName } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';

/** A metric that a service reads from committed rows at each scrape, and where we count the same. */
export interface RowMetric extends MetricName {
  /** It never falls: while a run goes on, the truth lies between a scrape before and a scrape after. */
  readonly onlyRises: boolean;
  readonly truth: (world: World) => number;
}

const STATUSES = [
  ...['pending', 'unknown', 'needs_review', 'authorized', 'captured', 'failed', 'canceled', 'expired'],
  ...['partially_refunded', 'refunded'],
];

const chargesBy = (status: string): RowMetric => ({
  service: 'charge-api',
  name: 'charges_total',
  labels: { status },
  onlyRises: false,
  truth: ({ chargeDb }) => chargeDb.charges.filter((charge) => charge.status === status).length,
});

const unsettledBy = (state: string): RowMetric => ({
  service: 'charge-api',
  name: 'operations_unsettled',
  labels: { state },
  onlyRises: false,
  truth: ({ chargeDb }) => chargeDb.operations.filter((operation) => operation.state === state).length,
});

/** A late word of the provider that says the opposite, or another payment than the charge's. */
const countContradictions = ({ chargeDb }: World): number => {
  const operations = new Map(chargeDb.operations.map((operation) => [operation.id, operation]));
  const charges = new Map(chargeDb.charges.map((charge) => [charge.id, charge]));
  const late = chargeDb.attempts.filter(({ operationId, lateOutcome, latePaymentId }) => {
    const operation = operations.get(operationId);
    if (lateOutcome === 'declined') return operation?.state === 'succeeded';
    if (lateOutcome !== 'succeeded') return false;
    const payment = charges.get(operation?.chargeId ?? '')?.providerPaymentId;
    return operation?.state === 'failed' || (operation?.state === 'succeeded' && latePaymentId !== payment);
  });
  return late.length + chargeDb.contradictingNotices;
};

const parkedBy = (reason: string): RowMetric => ({
  service: 'ledger-consumer',
  name: 'ledger_records_parked_total',
  labels: { reason },
  onlyRises: true,
  truth: ({ ledgerDb }) => ledgerDb.parked.filter((record) => record.reason === reason).length,
});

/** A captured charge is one effect, each refund that succeeded one more. */
const countOwed = ({ chargeDb }: World): number =>
  chargeDb.charges.filter(({ capturedMinor }) => capturedMinor > 0n).length +
  chargeDb.operations.filter(({ kind, state }) => kind === 'refund.create' && state === 'succeeded').length;

const isUnbalanced = ({ postings }: EntryRow): boolean =>
  postings.length === 0 || [...sumByCurrency(postings).values()].some((sum) => sum !== 0n);

/** Every metric of this kind, and for the parked records each reason that there is. */
export const rowMetrics = ({ ledgerDb }: World): RowMetric[] => [
  {
    ...{ service: 'ledger-consumer', name: 'ledger_effects_applied', onlyRises: true },
    truth: (world) => world.ledgerDb.entries.length,
  },
  ...[...new Set(ledgerDb.parked.map(({ reason }) => reason))].map(parkedBy),
  {
    ...{ service: 'relay', name: 'outbox_pending', onlyRises: false },
    truth: ({ chargeDb }) => chargeDb.outbox.filter(({ isPublished }) => !isPublished).length,
  },
  {
    // Compared at rest alone, when everything is published: only then is there one right value.
    ...{ service: 'relay', name: 'outbox_lag_seconds', onlyRises: false },
    truth: () => 0,
  },
  { ...{ service: 'charge-api', name: 'charge_effects_owed', onlyRises: true }, truth: countOwed },
  {
    ...{ service: 'ledger-consumer', name: 'ledger_unbalanced_entries', onlyRises: false },
    truth: (world) => world.ledgerDb.entries.filter(isUnbalanced).length,
  },
  ...STATUSES.map(chargesBy),
  ...['unknown', 'needs_review'].map(unsettledBy),
  {
    ...{ service: 'charge-api', name: 'provider_contradictions_total', onlyRises: true },
    truth: countContradictions,
  },
];
