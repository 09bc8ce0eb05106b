import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { RescuingSpanProcessor } from './rescuing-span-processor.ts';

/** Spans that wait for the exporter: a burst of some seconds at full rate. Beyond it spans are dropped, never requests. */
const QUEUE_SIZE = 8_192;

const EXPORTERS: Record<string, () => SpanExporter> = {
  grpc: () => new GrpcExporter(),
  'http/json': () => new JsonExporter(),
  'http/protobuf': () => new ProtobufExporter(),
};

const numberOf = (text: string | undefined, fallback: number): number => {
  const value = Number(text ?? '');
  return value > 0 ? value : fallback;
};

/** Where spans go, by the standard OTEL_* variables; undefined when they go nowhere. */
export function spanProcessorFromEnv(env: NodeJS.ProcessEnv): SpanProcessor | undefined {
  const hasEndpoint = Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
  if (!hasEndpoint || env['OTEL_TRACES_EXPORTER'] === 'none') return undefined;
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? '';
  const exporter = (EXPORTERS[protocol] ?? EXPORTERS['http/protobuf'])?.();
  if (!exporter) return undefined;
  const maxQueueSize = numberOf(env['OTEL_BSP_MAX_QUEUE_SIZE'], QUEUE_SIZE);
  return new RescuingSpanProcessor(
    new BatchSpanProcessor({
      exporter,
      maxQueueSize,
      maxExportBatchSize: Math.min(maxQueueSize, numberOf(env['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'], 512)),
      scheduledDelayMillis: numberOf(env['OTEL_BSP_SCHEDULE_DELAY'], 5_000),
      exportTimeoutMillis: numberOf(env['OTEL_BSP_EXPORT_TIMEOUT'], 30_000),
    }),
  );
}
