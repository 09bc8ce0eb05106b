import type { KafkaMessage } from 'kafkajs';

/**
 * When the first record at or after `nextOffset` was written, milliseconds since 1970. Where it lies behind the batch,
 * it was written no earlier than the batch's last record, whose time is given instead: an age never too small.
 */
export function oldestOpenRecordMs(
  messages: readonly Pick<KafkaMessage, 'offset' | 'timestamp'>[],
  nextOffset: bigint,
): number | undefined {
  const last = messages.at(-1);
  // Asked after each chunk: behind the last record, as nearly always, nothing is searched.
  const isBehind = last === undefined || BigInt(last.offset) < nextOffset;
  const oldest = isBehind ? last : messages.find(({ offset }) => BigInt(offset) >= nextOffset);
  return oldest && Number(oldest.timestamp);
}
