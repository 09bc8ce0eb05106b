import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Link, type Span } from '@opentelemetry/api';
import { contextOf, spanContextOf } from './traceparent.ts';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

export interface SpanLink {
  traceparent: string;
  attributes?: Attributes;
}

export interface SpanOptions {
  name: string;
  kind?: keyof typeof KINDS;
  attributes?: Attributes;
  /** Makes the span a child of a stored context instead of the active one: for the processing of a single event. */
  parentTraceparent?: string | undefined;
  /** For batches: one link per event. */
  linkTraceparents?: SpanLink[];
}

const toLink = ({ traceparent, attributes }: SpanLink): Link[] => {
  const linked = spanContextOf(traceparent);
  return linked ? [{ context: linked, ...(attributes ? { attributes } : {}) }] : [];
};

const recordFailure = (span: Span, error: unknown): void => {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Runs `work` inside a new span, ends the span when it settles, and records a failure on it. */
export async function runInSpan<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = options.parentTraceparent ? contextOf(options.parentTraceparent) : context.active();
  const span = trace.getTracer('once').startSpan(
    options.name,
    {
      kind: KINDS[options.kind ?? 'internal'],
      attributes: options.attributes ?? {},
      links: (options.linkTraceparents ?? []).flatMap(toLink),
    },
    parent,
  );
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    recordFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
}
