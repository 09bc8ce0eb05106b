import { MESSAGING_ATTRIBUTES as NAMES, MESSAGING_SYSTEM_KAFKA } from '@once/messaging';
import { runInSpan, type SpanOptions } from '@once/observability';
import type { DecodedRecord } from './apply-chunk.ts';

/** Parent for one event, links for several: the semantic conventions allow a parent only where it is one message. */
const contextOf = (items: readonly DecodedRecord[]): Pick<SpanOptions, 'parentTraceparent' | 'linkTraceparents'> => {
  const contexts = items.flatMap(({ record, decoded }) =>
    decoded.kind === 'ok' && decoded.event.traceparent
      ? [{ traceparent: decoded.event.traceparent, eventId: decoded.event.eventId, offset: record.offset }]
      : [],
  );
  if (items.length === 1) return { parentTraceparent: contexts[0]?.traceparent };
  return {
    linkTraceparents: contexts.map(({ traceparent, eventId, offset }) => ({
      traceparent,
      attributes: { [NAMES.messageId]: eventId, [NAMES.offset]: offset },
    })),
  };
};

/** Runs the processing of a chunk in its `process` span. */
export function runInChunkSpan<T>(items: readonly DecodedRecord[], work: () => Promise<T>): Promise<T> {
  const { topic = '', partition = 0 } = items[0]?.record ?? {};
  const attributes = {
    [NAMES.system]: MESSAGING_SYSTEM_KAFKA,
    [NAMES.operationName]: 'process',
    [NAMES.operationType]: 'process',
    [NAMES.destination]: topic,
    [NAMES.partition]: String(partition),
    [NAMES.batchSize]: items.length,
  };
  return runInSpan({ name: `process ${topic}`, kind: 'consumer', attributes, ...contextOf(items) }, work);
}
