/**
 * Starts OpenTelemetry before anything else: `node --import @once/observability/tracing dist/main.js`.
 * Loaded later, the instrumentations would miss modules that were imported already.
 *
 * Configured by the standard OTEL_* variables alone. Without an OTLP endpoint nothing is recorded or exported, but
 * trace ids are still made and propagated, so that logs, events and ledger entries of one operation share one.
 */
import { parseEnv } from '@once/config';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { startNodeSdk } from '@opentelemetry/sdk-node';
import { AlwaysOffSampler, NoopSpanProcessor, ParentBasedSampler } from '@opentelemetry/sdk-trace';
import { linkedSampler } from './linked-sampler.ts';
import { recordingSampler } from './recording-sampler.ts';
import { samplerFromEnv } from './sampler-from-env.ts';
import { spanProcessorFromEnv } from './span-processor-from-env.ts';
import { tracingEnv } from './tracing.env.ts';

const env = parseEnv(tracingEnv);

/** Metrics go out by /metrics and logs by standard output; the SDK must not look for collectors of its own. */
process.env.OTEL_METRICS_EXPORTER = env.OTEL_METRICS_EXPORTER;
process.env.OTEL_LOGS_EXPORTER = env.OTEL_LOGS_EXPORTER;

const spanProcessor = spanProcessorFromEnv(env);

const exporting = (processor: NonNullable<typeof spanProcessor>) => ({
  spanProcessors: [processor],
  // Recorded whatever was decided, so that what ends badly is there to be exported after all.
  sampler: recordingSampler(linkedSampler(samplerFromEnv(env))),
});

const withoutExporter = {
  spanProcessors: [new NoopSpanProcessor()],
  // Parent-based, so that a caller's sampling decision is carried on even by a process that exports nothing.
  sampler: new ParentBasedSampler({ root: new AlwaysOffSampler() }),
};

startNodeSdk({
  logLevel: env.OTEL_LOG_LEVEL,
  ...(spanProcessor ? exporting(spanProcessor) : withoutExporter),
  instrumentations: [
    // What comes in by HTTP is traced by hooks of Fastify: `traceRequests`.
    new UndiciInstrumentation(),
    // Statements outside a request (polling, lease renewals) would be one trace each, several a second.
    // How long a connection was waited for is a metric; a span for each would be half of all.
    new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
  ],
});
