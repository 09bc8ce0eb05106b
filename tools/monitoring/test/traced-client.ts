import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import { traceparentOf } from '@once/observability';

const provider = new TracerProvider({
  sampler: new AlwaysOnSampler(),
  spanProcessors: [new SimpleSpanProcessor({ exporter: new InMemorySpanExporter() })],
});

export interface ClientSpan {
  traceId: string;
  spanId: string;
  traceparent: string;
}

/** A caller's own span, as its tracing would make it around a call of the client. */
export function startClientSpan({ isSampled = true }: { isSampled?: boolean } = {}): ClientSpan {
  const span = provider.getTracer('caller').startSpan('charge the customer', { kind: SpanKind.CLIENT });
  const { traceId, spanId } = span.spanContext();
  const traceparent = traceparentOf(span.spanContext());
  span.end();
  if (traceparent === undefined) throw new Error('the caller has no tracing');
  return { traceId, spanId, traceparent: isSampled ? traceparent : traceparent.replace(/01$/, '00') };
}
