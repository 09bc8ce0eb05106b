import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { RescuingSpanProcessor } from './rescuing-span-processor.ts';
import type { TracingEnv } from './tracing.env.ts';

const EXPORTERS: Record<TracingEnv['OTEL_EXPORTER_OTLP_PROTOCOL'], () => SpanExporter> = {
  grpc: () => new GrpcExporter(),
  'http/json': () => new JsonExporter(),
  'http/protobuf': () => new ProtobufExporter(),
};

/** Where spans go, by the standard OTEL_* variables; undefined when they go nowhere. */
export function spanProcessorFromEnv(env: TracingEnv): SpanProcessor | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined || env.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const exporter = EXPORTERS[env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL]();
  const maxQueueSize = env.OTEL_BSP_MAX_QUEUE_SIZE;
  return new RescuingSpanProcessor(
    new BatchSpanProcessor({
      exporter,
      maxQueueSize,
      maxExportBatchSize: Math.min(maxQueueSize, env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
      scheduledDelayMillis: env.OTEL_BSP_SCHEDULE_DELAY,
      exportTimeoutMillis: env.OTEL_BSP_EXPORT_TIMEOUT,
    }),
  );
}
