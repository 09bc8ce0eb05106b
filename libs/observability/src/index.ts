export { bootstrapService, startService, type ServiceOptions } from './bootstrap-service.ts';
export { observeHttpRequests } from './http/observe-http-requests.ts';
export { traceRequests } from './http/trace-requests.ts';
export { addLogFields, runWithLogFields, type LogFields } from './logging/log-fields.ts';
export { REDACTED_PATHS } from './logging/logging.module.ts';
export { DatabaseMetrics, type WatchedTable } from './database/database-metrics.ts';
export { databaseCheck, settingsCheck } from './database/settings-check.ts';
export { helpOf, type LabelSpec, type MetricSet, type MetricSpec } from './metrics/metric-spec.ts';
export type { CounterMetric, GaugeMetric, HistogramMetric, LabelsOf } from './metrics/metric-types.ts';
export { Metrics } from './metrics/metrics.ts';
export { OperationsModule } from './operations/operations.module.ts';
export { READINESS_CHECKS, type ReadinessCheck } from './operations/readiness-check.ts';
export { ServiceModule } from './service.module.ts';
export { batchLinks, eventContext, JOINS_TRACE_FOR_MS } from './tracing/event-context.ts';
export { MESSAGING_ATTRIBUTES, messagingSpan } from './tracing/messaging-attributes.ts';
export { UNKNOWN_OUTCOME } from './tracing/rescuing-span-processor.ts';
export { failSpan, runInSpan, startSpan, type SpanLink, type SpanOptions } from './tracing/run-in-span.ts';
export {
  contextOf,
  currentTraceparent,
  isSampledTraceparent,
  spanContextOf,
  traceparentOf,
  TRACEPARENT_PATTERN,
} from './tracing/traceparent.ts';
