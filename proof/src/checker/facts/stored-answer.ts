import type { EndEntry } from '../../model/history.ts';

/** 422s that are about the request and not about the operation. */
const NEVER_STORED = new Set(['idempotency_key_reused']);

/** An answer that is stored with the key and sent again: a 2xx that tells the end, a decline, a refusal for good. */
export const isStoredAnswer = ({ status, code }: EndEntry): boolean =>
  [200, 201, 402].includes(status ?? 0) || (status === 422 && !NEVER_STORED.has(code ?? ''));
