import type { AttemptRecord, OperationStop } from './errors/attempt-record.ts';
import { bodyText, type ReceivedAnswer } from './http/attempt-outcome.ts';
import type { Reading } from './verdict/reading.ts';
import type { SentOperation } from './operation-sender.ts';

/** The last answer of an operation as it came, success or not. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: Uint8Array;
  readonly bodyText: string;
  readonly attempts: readonly AttemptRecord[];
  /** The server says that it sent a stored answer. */
  readonly replayed: boolean;
  readonly idempotencyKey: string | undefined;
  /** `succeeded` and `not_retryable` are ends; with the others the client gave up on an answer that may change. */
  readonly stopReason: OperationStop;
  /** `unreadable` is no answer of charge-api to this request, whatever its status: it says nothing. */
  readonly reading: Reading['kind'];
}

export function rawAnswer(answer: ReceivedAnswer, { operation, end }: SentOperation): RawAnswer {
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    bodyBytes: answer.body,
    bodyText: bodyText(answer),
    attempts: end.attempts,
    replayed: isReplayed(answer),
    idempotencyKey: operation.idempotencyKey,
    stopReason: end.stopReason,
    reading: answer.reading.kind,
  };
}

export function isReplayed(answer: ReceivedAnswer): boolean {
  return answer.headers.get('idempotent-replayed')?.toLowerCase() === 'true';
}
