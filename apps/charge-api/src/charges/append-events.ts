import { CHARGES_TOPIC } from '@once/contracts';
import type { Tx } from '@once/database';
import {
  isSampledTraceparent,
  MESSAGING_ATTRIBUTES,
  messagingSpan,
  startSpan,
  traceparentOf,
} from '@once/observability';
import { appendInTx, type OutboxEvent } from '@once/outbox';

/** The creation of one event, in the trace of its operation; what is stored with the event is this span's context. */
const traceCreation = (event: OutboxEvent) => {
  const { traceparent } = event;
  // Of a trace that nobody keeps, nothing would be kept of this span either: its context goes on as it came.
  if (traceparent === undefined || !isSampledTraceparent(traceparent)) return { event };
  const options = messagingSpan('create', CHARGES_TOPIC);
  const attributes = { ...options.attributes, [MESSAGING_ATTRIBUTES.messageId]: event.eventId };
  const span = startSpan({ ...options, attributes, parentTraceparent: traceparent });
  return { event: { ...event, traceparent: traceparentOf(span.spanContext()) ?? traceparent }, span };
};

/** Appends events to the outbox, each with a context from which its way to the ledger goes on. */
export async function appendEventsInTx(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
  const created = events.map(traceCreation);
  try {
    await appendInTx(
      tx,
      created.map(({ event }) => event),
    );
  } finally {
    for (const { span } of created) span?.end();
  }
}
