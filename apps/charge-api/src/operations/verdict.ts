import type { ProblemCode } from '@once/contracts';

/** Who ended an operation, as history shows it: this service, its resolver, or `operator:NAME`. */
export type DecidedBy = string;

/** How an operation ended, whoever found out. */
export type Verdict =
  /** `paymentId` names it at the provider; null where an operator ends a change of a payment that has its id already. */
  | {
      kind: 'succeeded';
      source: VerdictSource;
      paymentId: string | null;
      /** Names the one movement at the provider, where it said so. */
      effectId: string | null;
      by: DecidedBy;
      reason: string;
    }
  | { kind: 'failed'; source: VerdictSource; problem: FailedProblem; failureCode: string; by: DecidedBy };

/** Only the provider's own word is written on the attempt. */
export type VerdictSource = 'provider' | 'operator' | 'abandonment';

export type FailedProblem = Extract<ProblemCode, 'card_declined' | 'operation_abandoned' | 'operation_not_performed'>;

export interface OperationSettlement {
  operationId: string;
  verdict: Verdict;
}

export const ABANDONED: Verdict = {
  kind: 'failed',
  source: 'abandonment',
  problem: 'operation_abandoned',
  failureCode: 'operation_abandoned',
  by: 'charge-api',
};
