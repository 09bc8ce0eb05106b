import {
  batchLinks,
  eventContext,
  isSampledTraceparent,
  MESSAGING_ATTRIBUTES as NAMES,
  messagingSpan,
  runInSpan,
  startSpan,
  traceparentOf,
  type SpanLink,
  type SpanOptions,
} from '@once/observability';
import type { DecodedEvent } from '../charge-event/decoded-event.ts';
import type { ChunkReport, DecodedRecord } from './apply-chunk.ts';

type TracedEvent = DecodedEvent & { traceparent: string };
interface TracedRecord {
  event: TracedEvent;
  attributes: NonNullable<SpanOptions['attributes']>;
}

const isTraced = (event: DecodedEvent): event is TracedEvent => event.traceparent !== undefined;

const tracedOf = (items: readonly DecodedRecord[]): TracedRecord[] =>
  items.flatMap(({ record, decoded }) =>
    decoded.kind === 'ok' && isTraced(decoded.event)
      ? [
          {
            event: decoded.event,
            attributes: { [NAMES.messageId]: decoded.event.eventId, [NAMES.offset]: record.offset },
          },
        ]
      : [],
  );

const commonSpan = (items: readonly DecodedRecord[]) => {
  const { topic = '', partition = 0 } = items[0]?.record ?? {};
  const span = messagingSpan('process', topic);
  return { ...span, attributes: { ...span.attributes, [NAMES.partition]: String(partition) } };
};

const eventSpan = (items: readonly DecodedRecord[], { event, attributes }: TracedRecord): SpanOptions => {
  const span = commonSpan(items);
  const stored = { traceparent: event.traceparent, madeAtMs: Date.parse(event.occurredAt) };
  return { ...span, attributes: { ...span.attributes, ...attributes }, ...eventContext(stored, Date.now()) };
};

/** A batch has no single parent: its span begins a trace of its own and links to those of its events. */
const chunkSpan = (items: readonly DecodedRecord[]): SpanOptions => {
  const span = commonSpan(items);
  const links = tracedOf(items).map(({ event, attributes }) => ({ traceparent: event.traceparent, attributes }));
  const attributes = { ...span.attributes, [NAMES.batchSize]: items.length };
  return { ...span, attributes, isRoot: true, linkTraceparents: batchLinks(links) };
};

/** When the entries of a chunk were posted, milliseconds since 1970. */
type PostingTime = ChunkReport['posting'];

/** The posting of one event's entry, as a part of the span that processed it. */
const tellPosting = (
  event: DecodedEvent,
  processed: string | undefined,
  { startedAtMs, endedAtMs }: PostingTime,
): void => {
  startSpan({
    name: 'post journal entry',
    attributes: { [NAMES.messageId]: event.eventId },
    startedAt: startedAtMs,
    ...(processed === undefined ? {} : { parentTraceparent: processed }),
  }).end(endedAtMs);
};

/** Tells in the trace of each event that is kept how it was processed, with a link to the chunk that it was part of. */
const tellEvents = (
  items: readonly DecodedRecord[],
  report: ChunkReport,
  chunk: SpanLink[],
  startedAt: number,
): void => {
  const posted = new Set(report.posted.map(({ eventId }) => eventId));
  for (const record of tracedOf(items)) {
    if (!isSampledTraceparent(record.event.traceparent)) continue;
    const options = eventSpan(items, record);
    const span = startSpan({
      ...options,
      linkTraceparents: [...(options.linkTraceparents ?? []), ...chunk],
      startedAt,
    });
    if (posted.has(record.event.eventId)) tellPosting(record.event, traceparentOf(span.spanContext()), report.posting);
    span.end();
  }
};

/** Runs the processing of a chunk in its `process` span; that of a single event is part of the event's own trace. */
export function runInChunkSpan(
  items: readonly DecodedRecord[],
  work: () => Promise<ChunkReport>,
): Promise<ChunkReport> {
  const [only] = tracedOf(items);
  const isSingle = items.length === 1 && only !== undefined;
  const startedAt = Date.now();
  return runInSpan(isSingle ? eventSpan(items, only) : chunkSpan(items), async (span) => {
    const report = await work();
    const traceparent = traceparentOf(span.spanContext());
    if (!isSingle) tellEvents(items, report, traceparent ? [{ traceparent }] : [], startedAt);
    else for (const event of report.posted) tellPosting(event, traceparent, report.posting);
    return report;
  });
}
