import { requestIdOf, type ReceivedAnswer } from './http/attempt-outcome.ts';
import type { AttemptRecord } from './errors/attempt-record.ts';
import type { SentOperation } from './operation-sender.ts';
import { isReplayed } from './raw-answer.ts';

/** How a result was come by. */
export interface AnswerInfo {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly location: string | undefined;
  /** The operation had taken effect before this call: nothing happened a second time. */
  readonly replayed: boolean;
  readonly idempotencyKey: string | undefined;
  readonly attempts: readonly AttemptRecord[];
}

/** A result with its `answer`, which is not enumerable: it stays out of JSON, spreads and comparisons. */
export type Answered<T> = T & { readonly answer: AnswerInfo };

export function withAnswer<T extends object>(result: T, answer: ReceivedAnswer, sent: SentOperation): Answered<T> {
  const info: AnswerInfo = {
    status: answer.status,
    requestId: requestIdOf(answer),
    location: answer.headers.get('location') ?? undefined,
    replayed: isReplayed(answer),
    idempotencyKey: sent.operation.idempotencyKey,
    attempts: sent.end.attempts,
  };
  return Object.defineProperty(result, 'answer', { value: info, enumerable: false }) as Answered<T>;
}
