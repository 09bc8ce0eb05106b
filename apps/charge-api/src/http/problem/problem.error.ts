import type { ProblemBody, ProblemCode } from '@once/contracts';

/** Members that one kind of problem adds to the common ones. */
export type ProblemExtras = Partial<Pick<ProblemBody, 'errors' | 'decline_code' | 'charge_id' | 'amount_left'>>;

export interface ProblemOptions {
  extras?: ProblemExtras;
  retryAfterMs?: number;
  cause?: unknown;
}

/** Ends a request with a problem answer. `detail` says what is wrong, where, and what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;
  readonly retryAfterMs: number | undefined;

  constructor(code: ProblemCode, detail: string, { extras = {}, retryAfterMs, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.code = code;
    this.extras = extras;
    this.retryAfterMs = retryAfterMs;
  }
}
