import { context, isSpanContextValid, trace, TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';

/** Format of W3C Trace Context level 1: version, trace id, parent id, flags. */
export const TRACEPARENT_PATTERN = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The active span as a `traceparent` value, or undefined when nothing is traced. */
export function currentTraceparent(): string | undefined {
  const active = trace.getSpanContext(context.active());
  return active && traceparentOf(active);
}

/** A span's context as a `traceparent` value; undefined when there is none to speak of. */
export function traceparentOf(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Whether the trace was chosen at its edge to be kept: the last bit of the flags. */
export function isSampledTraceparent(traceparent: string): boolean {
  return (
    TRACEPARENT_PATTERN.test(traceparent) && (Number.parseInt(traceparent.slice(-2), 16) & TraceFlags.SAMPLED) !== 0
  );
}

/** The context that a stored `traceparent` names; the active one when it is malformed. */
export function contextOf(traceparent: string): Context {
  const stored = spanContextOf(traceparent);
  return stored ? trace.setSpanContext(context.active(), stored) : context.active();
}

/**
 * Span context of a stored `traceparent`, for links; undefined when it is malformed. Read here and not by the propagator:
 * which headers a process takes from others has no say in what we stored.
 */
export function spanContextOf(traceparent: string): SpanContext | undefined {
  if (!TRACEPARENT_PATTERN.test(traceparent)) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const stored = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(stored) ? stored : undefined;
}
