/** The one place that knows who owns which metrics, and in which service they are. What owners specify imports no framework. */
import { EXPIRY_METRICS } from '../../../../apps/charge-api/src/change/expire/expiry.metric-specs.ts';
import { CHARGE_METRICS } from '../../../../apps/charge-api/src/charges/charge.metric-specs.ts';
import { ADMISSION_METRICS } from '../../../../apps/charge-api/src/http/admission/admission.metric-specs.ts';
import { NOTICE_METRICS } from '../../../../apps/charge-api/src/notices/notice.metric-specs.ts';
import { ATTEMPT_METRICS } from '../../../../apps/charge-api/src/operations/attempt.metric-specs.ts';
import { PROVIDER_METRICS } from '../../../../apps/charge-api/src/provider/provider.metric-specs.ts';
import { SWEEP_METRICS } from '../../../../apps/charge-api/src/sweeps/sweep.metric-specs.ts';
import { CONSUMPTION_METRICS } from '../../../../apps/ledger-consumer/src/consume-charge-events/consumption.metric-specs.ts';
import { LEDGER_METRICS } from '../../../../apps/ledger-consumer/src/report-ledger/ledger.metric-specs.ts';
import { RELAY_METRICS } from '../../../../apps/relay/src/metrics/relay.metric-specs.ts';
import { IDEMPOTENCY_METRICS } from '../../../../libs/idempotency/src/idempotency-metrics.ts';
import { INBOX_METRICS } from '../../../../libs/inbox/src/inbox-metrics.ts';
import { CONSUMER_METRICS } from '../../../../libs/messaging/src/consumer/consumer-metrics.ts';
import type { MetricSet } from '../../../../libs/observability/src/metrics/metric-spec.ts';
import { SERVICE_METRICS } from '../../../../libs/observability/src/metrics/service-metrics.ts';
import { OUTBOX_METRICS } from '../../../../libs/outbox/src/outbox-metrics.ts';

export type ServiceName = 'charge-api' | 'relay' | 'ledger-consumer';

/** Of each service, beside prom-client's default group, in the order of docs/metrics.md. */
export const METRIC_OWNERS = {
  'charge-api': [
    ...[SERVICE_METRICS, ATTEMPT_METRICS, IDEMPOTENCY_METRICS, ADMISSION_METRICS, SWEEP_METRICS],
    ...[CHARGE_METRICS, EXPIRY_METRICS, PROVIDER_METRICS, NOTICE_METRICS],
  ],
  relay: [SERVICE_METRICS, OUTBOX_METRICS, RELAY_METRICS],
  'ledger-consumer': [SERVICE_METRICS, LEDGER_METRICS, CONSUMPTION_METRICS, INBOX_METRICS, CONSUMER_METRICS],
} as const satisfies Record<ServiceName, readonly MetricSet[]>;
