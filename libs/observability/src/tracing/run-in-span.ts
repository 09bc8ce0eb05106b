import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type TimeInput,
} from '@opentelemetry/api';
import { scrubSecrets } from '../logging/scrub-secrets.ts';
import { SCHEMA_URL } from './messaging-attributes.ts';
import { contextOf, spanContextOf } from './traceparent.ts';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

const VERSION = '0.1.0';

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
  /** Begins a trace, whatever is active: for what belongs to no single one. */
  isRoot?: boolean;
  /** For batches: one link per event. */
  linkTraceparents?: SpanLink[];
  /** Where the span tells of something that has begun already. */
  startedAt?: TimeInput;
}

const toLink = ({ traceparent, attributes }: SpanLink): Link[] => {
  const linked = spanContextOf(traceparent);
  return linked ? [{ context: linked, ...(attributes ? { attributes } : {}) }] : [];
};

const parentOf = ({ parentTraceparent, isRoot }: SpanOptions): Context => {
  if (isRoot) return ROOT_CONTEXT;
  return parentTraceparent ? contextOf(parentTraceparent) : context.active();
};

/** An error as a span tells of it: like a log line, without the secrets that somebody's message may repeat. */
const withoutSecrets = (error: unknown): { name: string; message: string } => {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { name, message: JSON.parse(scrubSecrets(JSON.stringify(message))) as string };
};

/** Marks a span as failed; such a span is exported even where its trace is not kept. */
export function failSpan(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  span.recordException(withoutSecrets(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** By way of the provider: the shorter way takes no schema. */
const tracer = () => trace.getTracerProvider().getTracer('once', VERSION, { schemaUrl: SCHEMA_URL });

/** Begins a span that its caller ends. */
export function startSpan(options: SpanOptions, parent: Context = parentOf(options)): Span {
  return tracer().startSpan(
    options.name,
    {
      kind: KINDS[options.kind ?? 'internal'],
      attributes: options.attributes ?? {},
      links: (options.linkTraceparents ?? []).flatMap(toLink),
      ...(options.startedAt === undefined ? {} : { startTime: options.startedAt }),
    },
    parent,
  );
}

/** Runs `work` inside a new span, ends the span when it settles, and records a failure on it. */
export async function runInSpan<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = parentOf(options);
  const span = startSpan(options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}
