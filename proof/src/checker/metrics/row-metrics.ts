import type { World } from '../world.ts';
import type { MetricName } from '../sources/metrics/metric-value.ts';

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
  ...STATUSES.map(chargesBy),
  ...['unknown', 'needs_review'].map(unsettledBy),
  {
    ...{ service: 'charge-api', name: 'provider_contradictions_total', onlyRises: true },
    truth: countContradictions,
  },
];
