import { isSampledTraceparent } from './traceparent.ts';
import type { SpanLink } from './run-in-span.ts';

/**
 * How long after its event a span still joins the event's trace. Trace stores put a trace together from what comes
 * within minutes; a span that comes hours later would be lost in a trace that nobody looks at any more.
 */
export const JOINS_TRACE_FOR_MS = 600_000;

export interface StoredContext {
  /** As it was stored with the event. */
  traceparent: string;
  /** When the event was made, milliseconds since 1970. */
  madeAtMs: number;
}

export interface EventContext {
  parentTraceparent?: string;
  isRoot?: boolean;
  linkTraceparents: SpanLink[];
}

/**
 * How a span over a single event refers to the event's own context: as its parent, or, for an event that is worked on
 * much later, by a link from a trace of its own.
 */
export function eventContext({ traceparent, madeAtMs }: StoredContext, nowMs: number): EventContext {
  return nowMs - madeAtMs <= JOINS_TRACE_FOR_MS
    ? { parentTraceparent: traceparent, linkTraceparents: [] }
    : { isRoot: true, linkTraceparents: [{ traceparent }] };
}

/** OpenTelemetry keeps 128 links of a span by default and drops the rest. */
const MAX_LINKS = 128;

/** Links of a batch span: those that lead to a trace that is kept come first. */
export function batchLinks(links: readonly SpanLink[]): SpanLink[] {
  const sampled = links.filter(({ traceparent }) => isSampledTraceparent(traceparent));
  const others = links.filter(({ traceparent }) => !isSampledTraceparent(traceparent));
  return [...sampled, ...others].slice(0, MAX_LINKS);
}
