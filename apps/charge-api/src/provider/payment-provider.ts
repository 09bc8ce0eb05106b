/** What the provider is asked for, whatever it is. */
export interface ProviderCall {
  /** Whose money moves: the counterpart does nothing where it is another account. */
  account: string;
  /** Derived from the operation: every try of it, by whichever worker, carries the same key. */
  providerKey: string;
  currency: string;
  /** For the provider's own records, so that people can go from its side to ours. */
  metadata: Readonly<Record<string, string>>;
}

export interface AuthorizeCall extends ProviderCall {
  amountMinor: bigint;
  source: string;
  capture: boolean;
}

/** The one capture of a payment: the whole authorization, or less and the rest is released. */
export interface CaptureCall extends ProviderCall {
  paymentId: string;
  amountMinor: bigint;
}

export interface RefundCall extends ProviderCall {
  paymentId: string;
  amountMinor: bigint;
}

/** Releases an authorization that was not captured. */
export interface CancelCall extends ProviderCall {
  paymentId: string;
}

/** What of ours refused a call before anything was sent. */
export type KeptAwayBy = 'breaker_open' | 'bulkhead_full';

/** What took place, as the provider says it; whether it is what was asked for is decided by `compareSuccess`. */
export interface ProviderSuccess {
  kind: 'succeeded';
  paymentId: string;
  /** Names the one movement at the provider; null where the adapter has none. */
  effectId: string | null;
  /** These three are null only where the state that was wanted held before: canceled already, by whomever. */
  amountMinor: bigint | null;
  currency: string | null;
  providerKey: string | null;
}

/** The provider's word, or the honest lack of one. */
export type ProviderResult =
  | ProviderSuccess
  /** The provider's own refusal: the only thing that makes an operation fail. */
  | {
      kind: 'declined';
      declineCode: string;
      /** The payment's money was taken, by whomever: said where that is why a release was refused. */
      isCaptured?: true;
    }
  /** It may or may not have acted: a timeout, a reset, a 5xx. Never taken for a failure. */
  | { kind: 'unknown'; detail: string; isForeign?: boolean }
  /** The request certainly did not reach it: safe to give up, safe to try again. */
  | { kind: 'not_sent'; detail: string; keptAwayBy?: KeptAwayBy; isForeign?: boolean };

export type FindResult =
  | Exclude<ProviderResult, { kind: 'unknown' | 'not_sent' }>
  /** `keyWindowMs` as declared with this very answer: what it forgets at once it can't be asked to recognise. */
  | { kind: 'absent'; keyWindowMs: number }
  /** `isForeign`: it came from somebody who is not, or does not say that it is, the account that was asked. */
  | { kind: 'inconclusive'; detail: string; isForeign?: boolean };

/** A request of ours, named where it was made. */
export interface ProviderQuery {
  account: string;
  providerKey: string;
}

export type Identification =
  /** `account` is the adapter's name and the account's identity there. */
  { kind: 'identified'; account: string; keyWindowMs: number } | { kind: 'not_identified'; detail: string };

/** One movement of a payment, as the provider's record shows it. */
export interface PaymentEffect {
  effectId: string | null;
  operation: 'authorize' | 'sale' | 'capture' | 'refund' | 'cancel';
  amountMinor: bigint;
  currency: string;
  providerKey: string;
}

export type PaymentLookup =
  | { kind: 'found'; paymentId: string; effects: readonly PaymentEffect[] }
  | { kind: 'absent' }
  | { kind: 'inconclusive'; detail: string };

/** A payment provider. Implementations never throw for what the other side did; they say what is known. */
export interface PaymentProvider {
  readonly name: string;
  /** Bound of one call from connect to the last byte, milliseconds; what is not answered by then is unknown. */
  readonly timeoutMs: number;
  authorize(call: AuthorizeCall): Promise<ProviderResult>;
  capture(call: CaptureCall): Promise<ProviderResult>;
  refund(call: RefundCall): Promise<ProviderResult>;
  /** Succeeds too where the payment is canceled or expired already: the state that was wanted holds. */
  cancel(call: CancelCall): Promise<ProviderResult>;
  /** What became of the request with this key. */
  find(query: ProviderQuery): Promise<FindResult>;
  /** Asks the counterpart who it is, and for how long it honours a key: 0 means that nothing is ever sent again. */
  identify(): Promise<Identification>;
  /** A payment with its movements: what a person's finding is checked against. */
  lookUpPayment(query: { account: string; paymentId: string }): Promise<PaymentLookup>;
  /** Ends the connections after the calls that are under way. */
  close(): Promise<void>;
}

export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');
