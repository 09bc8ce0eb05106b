export { bootstrapService, startService, type ServiceOptions } from './bootstrap-service.ts';
export { REDACTED_PATHS } from './logging/logging.module.ts';
export { Metrics, type RowMetricOptions, type RowValue } from './metrics/metrics.ts';
export { OperationsModule } from './operations/operations.module.ts';
export { READINESS_CHECKS, type ReadinessCheck } from './operations/readiness-check.ts';
export { ServiceModule } from './service.module.ts';
export { runInSpan, type SpanLink, type SpanOptions } from './tracing/run-in-span.ts';
export { contextOf, currentTraceparent, spanContextOf, TRACEPARENT_PATTERN } from './tracing/traceparent.ts';
