import type { Slo } from './slo.ts';

/** A charge, a capture, a cancel or a refund: what moves money or sets it aside. */
const CALLS = 'method="POST",route=~"/v1/charges.*"';
/** 1 s as prom-client writes it, and as Prometheus 3 stores it. */
const WITHIN_1_S = 'le=~"1|1.0"';
const WITHIN_10_S = 'le=~"10|10.0"';

const sumOfRates = (selector: string, range: string): string => `sum(rate(${selector}[${range}]))`;
/** A series that does not exist yet is an event that has not happened yet. */
const orNone = (sum: string): string => `(${sum} or vector(0))`;

/** Ours are the 5xx. A decline, a refusal and a rate limit are answers; a 202 says that the charge is under way. */
export const CHARGE_AVAILABILITY: Slo = {
  name: 'charge-availability',
  alertName: 'ChargeAvailabilityBurnsBudget',
  area: 'charging',
  objective: 0.999,
  promise: 'A call that changes a charge is answered without a 5xx.',
  total: (range) => sumOfRates(`http_request_duration_seconds_count{${CALLS}}`, range),
  bad: (range) => orNone(sumOfRates(`http_request_duration_seconds_count{${CALLS},status=~"5.."}`, range)),
  explainedBy: [{ alert: 'ServiceDown', job: 'charge-api' }, { alert: 'ProviderBreakerOpen' }],
};

/** A 5xx is in the other budget; a fast one must not look like a good answer here. */
export const CHARGE_LATENCY: Slo = {
  name: 'charge-latency',
  alertName: 'ChargeLatencyBurnsBudget',
  area: 'charging',
  objective: 0.99,
  promise: 'A call that changes a charge and is not a 5xx is answered within 1 s, the provider included.',
  total: (range) => sumOfRates(`http_request_duration_seconds_count{${CALLS},status!~"5.."}`, range),
  bad: (range) =>
    `(${sumOfRates(`http_request_duration_seconds_count{${CALLS},status!~"5.."}`, range)}` +
    ` - ${sumOfRates(`http_request_duration_seconds_bucket{${CALLS},status!~"5..",${WITHIN_1_S}}`, range)})`,
  explainedBy: [{ alert: 'ServiceDown', job: 'charge-api' }, { alert: 'ProviderBreakerOpen' }],
};

/**
 * Counted when an event is posted: what waits is not in it yet, which is why the lag of the outbox pages by itself, and
 * what was late shows when it is over, which is why this one pages only while something waits.
 */
export const FRESHNESS: Slo = {
  name: 'freshness',
  alertName: 'FreshnessBurnsBudget',
  area: 'posting',
  objective: 0.999,
  promise: 'What was accepted is in the ledger within 10 s.',
  total: (range) => sumOfRates('ledger_freshness_seconds_count', range),
  bad: (range) =>
    `(${sumOfRates('ledger_freshness_seconds_count', range)}` +
    ` - ${sumOfRates(`ledger_freshness_seconds_bucket{${WITHIN_10_S}}`, range)})`,
  pagesOnlyWhile: (time) =>
    `(max(outbox_lag_seconds) > ${time.ageS(10)} or max(consumer_lag_seconds) > ${time.ageS(10)})`,
  // Each says why events are late, and what to do.
  explainedBy: [
    { alert: 'ServiceDown', job: 'relay' },
    { alert: 'ServiceDown', job: 'ledger-consumer' },
    { alert: 'RelayShardsUnowned' },
    { alert: 'OutboxLagGrowing' },
    { alert: 'PartitionsUnassigned' },
    { alert: 'PartitionsPaused' },
    { alert: 'ConsumerLagGrowing' },
  ],
};

export const SLOS: readonly Slo[] = [CHARGE_AVAILABILITY, CHARGE_LATENCY, FRESHNESS];
