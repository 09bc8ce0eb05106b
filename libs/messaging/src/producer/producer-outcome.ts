/**
 * Why a send was rejected: `too_large` and `refused` are the broker's answers, `unanswered` means that there was none.
 * In every case part of the records may be in the log, or may still arrive there.
 */
export type SendRejection = 'too_large' | 'refused' | 'unanswered';

/** What became of one send. */
export type SendOutcome =
  /** Every record is in the log. First offset of each partition's batch, where the broker told it. */
  | { kind: 'acked'; baseOffsets: ReadonlyMap<number, bigint> }
  /** Nothing was sent. */
  | { kind: 'not_connected'; error: Error }
  | { kind: 'rejected'; reason: SendRejection; error: Error };

/** Kafka's protocol errors for a batch beyond `message.max.bytes` and beyond the segment size. */
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** kafkajs wraps the broker's answer in errors of its own, some of them twice. */
const protocolTypeOf = (error: unknown, depth = 0): string | undefined => {
  if (!(error instanceof Error) || depth > 3) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return protocolTypeOf(error.cause, depth + 1);
};

/** Sorts a failure of kafkajs's `sendBatch`. */
export function rejectionOf(error: unknown): SendRejection {
  const type = protocolTypeOf(error);
  if (type === undefined) return 'unanswered';
  return TOO_LARGE.has(type) ? 'too_large' : 'refused';
}
