import type { SendOutcome } from '@once/messaging';
import {
  batchLinks,
  eventContext,
  failSpan,
  isSampledTraceparent,
  MESSAGING_ATTRIBUTES as NAMES,
  messagingSpan,
  runInSpan,
  startSpan,
  traceparentOf,
  type SpanLink,
  type SpanOptions,
} from '@once/observability';
import type { OutboxRow } from '@once/outbox';

type TracedRow = OutboxRow & { traceparent: string };

const isTraced = (row: OutboxRow): row is TracedRow => row.traceparent !== null;

const idOf = ({ eventId }: OutboxRow) => ({ [NAMES.messageId]: eventId });

/** A batch has no single parent: its span begins a trace of its own and links to those of its events. */
const batchSpan = (topic: string, rows: readonly OutboxRow[]): SpanOptions => {
  const span = messagingSpan('send', topic);
  const links = rows.filter(isTraced).map((row): SpanLink => ({ ...row, attributes: idOf(row) }));
  return {
    ...span,
    isRoot: true,
    attributes: { ...span.attributes, [NAMES.batchSize]: rows.length },
    linkTraceparents: batchLinks(links.map(({ traceparent, attributes = {} }) => ({ traceparent, attributes }))),
  };
};

/** The part that one event had in a send, in the event's own trace. */
const eventSpan = (topic: string, row: TracedRow): SpanOptions => {
  const span = messagingSpan('send', topic);
  const attributes = { ...span.attributes, ...idOf(row), [NAMES.partition]: String(row.shard) };
  const stored = { traceparent: row.traceparent, madeAtMs: row.createdAt.getTime() };
  return { ...span, attributes, ...eventContext(stored, Date.now()) };
};

const markFailure = (span: Parameters<typeof failSpan>[0], outcome: SendOutcome): void => {
  if (outcome.kind !== 'acked') failSpan(span, outcome.error);
};

/** Tells in the trace of each event that is kept when it was sent, with a link to the send that it was part of. */
const tellEvents = (topic: string, rows: readonly OutboxRow[], told: { send: SpanLink[]; startedAt: number }) =>
  rows
    .filter(isTraced)
    .filter(({ traceparent }) => isSampledTraceparent(traceparent))
    .map((row) => {
      const span = eventSpan(topic, row);
      const linkTraceparents = [...(span.linkTraceparents ?? []), ...told.send];
      return startSpan({ ...span, linkTraceparents, startedAt: told.startedAt });
    });

/** Runs one send in its span; that of a single event is part of the event's own trace. */
export async function sendInSpan(
  topic: string,
  rows: readonly OutboxRow[],
  send: () => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const [only] = rows;
  const isSingle = rows.length === 1 && only !== undefined && isTraced(only);
  const startedAt = Date.now();
  return runInSpan(isSingle ? eventSpan(topic, only) : batchSpan(topic, rows), async (span) => {
    const outcome = await send();
    markFailure(span, outcome);
    if (isSingle) return outcome;
    const traceparent = traceparentOf(span.spanContext());
    const told = tellEvents(topic, rows, { send: traceparent ? [{ traceparent }] : [], startedAt });
    for (const event of told) {
      markFailure(event, outcome);
      event.end();
    }
    return outcome;
  });
}
