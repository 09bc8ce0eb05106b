import { SpanStatusCode, TraceFlags, type Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Set on the span of a call whose outcome nobody knows: no error of ours, and yet what somebody will ask about. */
export const UNKNOWN_OUTCOME = 'once.outcome_unknown';
/** Tells a reader why the trace is there in part: these are the spans of one process. */
const RESCUED = 'once.rescued';

/** Open traces watched at a time; a process works on fewer operations than this. */
const MAX_TRACES = 2_048;
/** Ended spans kept of one trace; an operation makes some ten. */
const MAX_SPANS = 64;

interface OpenTrace {
  openSpans: number;
  ended: ReadableSpan[];
  isRescued: boolean;
}

const isSampled = (span: Pick<ReadableSpan, 'spanContext'>): boolean =>
  (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

const isTrouble = ({ status, attributes }: ReadableSpan): boolean =>
  status.code === SpanStatusCode.ERROR || attributes[UNKNOWN_OUTCOME] === true;

/** The span as the exporter takes it: it passes over what is not sampled. */
const asSampled = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    spanContext: { value: () => ({ ...span.spanContext(), traceFlags: TraceFlags.SAMPLED }) },
    attributes: { value: { ...span.attributes, [RESCUED]: true }, enumerable: true },
  }) as ReadableSpan;

/**
 * Exports a trace that was not chosen at its edge when one of its spans here ends in an error or an unknown outcome:
 * then all spans that this process has of it go out. Other processes have not heard of it and export theirs by their own
 * troubles. What ended well is forgotten when the last open span of its trace has ended.
 */
export class RescuingSpanProcessor implements SpanProcessor {
  private readonly traces = new Map<string, OpenTrace>();
  private readonly next: SpanProcessor;

  constructor(next: SpanProcessor) {
    this.next = next;
  }

  onStart(span: Span, parent: Context): void {
    if (isSampled(span)) return this.next.onStart(span, parent);
    const { traceId } = span.spanContext();
    const trace = this.traces.get(traceId);
    if (trace) trace.openSpans += 1;
    else if (this.traces.size < MAX_TRACES) this.traces.set(traceId, { openSpans: 1, ended: [], isRescued: false });
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) return this.next.onEnd(span);
    const { traceId } = span.spanContext();
    const trace = this.traces.get(traceId);
    if (!trace) return;
    trace.openSpans -= 1;
    if (trace.isRescued) this.next.onEnd(asSampled(span));
    else if (trace.ended.length < MAX_SPANS || isTrouble(span)) trace.ended.push(span);
    if (isTrouble(span)) this.rescue(trace);
    if (trace.openSpans <= 0) this.traces.delete(traceId);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    this.traces.clear();
    return this.next.shutdown();
  }

  private rescue(trace: OpenTrace): void {
    trace.isRescued = true;
    for (const span of trace.ended.splice(0)) this.next.onEnd(asSampled(span));
  }
}
