import type { ServerErrorCode } from '../errors/error-code.ts';
import type { Problem } from '../json/problem.ts';

/** What an answer is, once it was read whole. The first three are charge-api's own answers to this very call. */
export type Reading =
  | { readonly kind: 'done' }
  /** 202: accepted, the outcome is open. */
  | { readonly kind: 'pending'; readonly chargeId: string }
  | {
      readonly kind: 'refused';
      readonly code: ServerErrorCode;
      /** Undefined where the stored refusal has expired and the resource stands in for it. */
      readonly problem: Problem | undefined;
    }
  /** Somebody else's, damaged, or the answer to another call: it says nothing about this one. */
  | { readonly kind: 'unreadable'; readonly why: string };
