import type { ChargeEventType, ProblemCode } from '@once/contracts';
import type { StoredAnswer } from '@once/idempotency';
import type { Charge } from '../../charges/charge.ts';
import type { OperationKind } from '../../operations/insert-operations.sql.ts';
import type { SettledOperation } from '../../operations/settle-operations.sql.ts';
import type { PaymentProvider, ProviderCall, ProviderResult } from '../../provider/payment-provider.ts';
import type { OpenChanges } from './find-open-changes.sql.ts';

/** How a wish is judged under the charge's row lock. */
export type ChangeVerdict =
  | { kind: 'allowed'; amountMinor: bigint }
  /** Something is still open whose end decides whether this is allowed: ask again. Not stored. */
  | { kind: 'busy'; detail: string }
  /** Final and stored. `leftMinor`, where an amount was too large, is what would have been allowed. */
  | {
      kind: 'refused';
      code: Extract<ProblemCode, 'charge_state_invalid' | 'amount_too_large'>;
      detail: string;
      leftMinor: bigint | null;
    };

/** What changes on a charge. */
export type ChargeState = Pick<
  Charge,
  'status' | 'amountCapturedMinor' | 'amountRefundReservedMinor' | 'amountRefundedMinor'
>;

export interface ChangeCall extends ProviderCall {
  paymentId: string;
  amountMinor: bigint;
}

export type ProviderRefusal = Extract<ProviderResult, { kind: 'declined' }>;

export interface JudgedWish extends OpenChanges {
  wantedMinor: bigint | null;
}

/** One kind of change: everything about it that is not the same for all of them. No I/O but the provider's call. */
export interface ChangeRule {
  readonly kind: Exclude<OperationKind, 'charge.create'>;
  readonly eventType: ChargeEventType;
  /** Asks for a state, that the authorization is released, rather than for a movement of its own. */
  readonly isRelease?: boolean;
  /** Says what a refusal by the provider means. */
  readonly declined: string;
  judge(charge: Charge, wish: JudgedWish): ChangeVerdict;
  /** The charge while the change is under way; undefined when nothing is set aside for it. */
  begun?(charge: Charge, amountMinor: bigint): ChargeState;
  /** As often may the provider refuse it, each time as another operation; then a person has to look. */
  readonly maxRefusals?: number;
  /** Why a person has to look at a refusal by the provider; undefined where it is the end of the operation. */
  whyReview?(refusal: ProviderRefusal): string | undefined;
  /** A refusal is judged by what the payment shows at the provider, too: nobody else waits for it who would look. */
  readonly looksUpRefusals?: boolean;
  ask(provider: PaymentProvider, call: ChangeCall): Promise<ProviderResult>;
  succeeded(charge: Charge, amountMinor: bigint): ChargeState;
  /** The charge after a change that did not take place; undefined when there is nothing to give back. */
  failed?(charge: Charge, amountMinor: bigint): ChargeState;
  answer(charge: Charge, operation: SettledOperation): StoredAnswer;
  /** Path of the request that asks for it, for problems. */
  instance(chargeId: string): string;
}
