import { MESSAGING_ATTRIBUTES, MESSAGING_SYSTEM_KAFKA, type SendOutcome } from '@once/messaging';
import { runInSpan } from '@once/observability';
import type { OutboxRow } from './outbox-row.ts';

/** OpenTelemetry keeps 128 links of a span by default and drops the rest; building those would be for nothing. */
const MAX_LINKS = 128;

const linksOf = (rows: readonly OutboxRow[]) =>
  rows
    .flatMap(({ traceparent, eventId }) => (traceparent === null ? [] : [{ traceparent, eventId }]))
    .slice(0, MAX_LINKS)
    .map(({ traceparent, eventId }) => ({ traceparent, attributes: { [MESSAGING_ATTRIBUTES.messageId]: eventId } }));

/** Runs one send in a span that links to the trace of each event; a batch has no single parent. */
export async function sendInSpan(
  topic: string,
  rows: readonly OutboxRow[],
  send: () => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const attributes = {
    [MESSAGING_ATTRIBUTES.system]: MESSAGING_SYSTEM_KAFKA,
    [MESSAGING_ATTRIBUTES.operationName]: 'send',
    [MESSAGING_ATTRIBUTES.operationType]: 'send',
    [MESSAGING_ATTRIBUTES.destination]: topic,
    [MESSAGING_ATTRIBUTES.batchSize]: rows.length,
  };
  const options = { name: `send ${topic}`, kind: 'client' as const, attributes, linkTraceparents: linksOf(rows) };
  return runInSpan(options, async (span) => {
    const outcome = await send();
    if (outcome.kind !== 'acked') span.recordException(outcome.error);
    return outcome;
  });
}
