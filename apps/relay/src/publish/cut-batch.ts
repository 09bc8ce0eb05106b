import type { OutboxRow } from '@once/outbox';

/** Key, headers and framing of one record, estimated high: ids, types and a traceparent come to about 400 bytes. */
const RECORD_OVERHEAD_BYTES = 512;

/** Kafka's default `message.max.bytes` is 1 MiB per batch; what the estimate misses must still fit. */
export const MAX_BATCH_BYTES = 800 * 1024;

/**
 * The longest head of `rows` that stays within `maxBytes`, and always at least one row: a single event that is too large
 * must be sent and refused, not silently waited for. A head, never a selection, so that order survives the cut.
 */
export function cutBatch(rows: readonly OutboxRow[], maxBytes: number = MAX_BATCH_BYTES): OutboxRow[] {
  let bytes = 0;
  const end = rows.findIndex(({ payload }, index) => {
    bytes += Buffer.byteLength(payload) + RECORD_OVERHEAD_BYTES;
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}
