import type { Interruption } from './control/behaviour.ts';
import type { ResultEntry } from './core/record-entry.ts';

type PlainAnswer = Extract<Interruption, { kind: 'answer' }>;

/** What leaves for the caller. */
export type Reply = (PlainAnswer & { readonly isReplay?: boolean }) | Exclude<Interruption, PlainAnswer>;

export function answerOf({ http_status: httpStatus, body }: ResultEntry): PlainAnswer {
  return { kind: 'answer', httpStatus, body };
}

export const KEY_REUSED: PlainAnswer = {
  kind: 'answer',
  httpStatus: 422,
  body: {
    code: 'idempotency_key_reused',
    message: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
  },
};

export const OVERLOADED: PlainAnswer = {
  kind: 'answer',
  httpStatus: 503,
  body: { code: 'overloaded', message: 'Too many requests are open. Nothing was done; send again.' },
};
