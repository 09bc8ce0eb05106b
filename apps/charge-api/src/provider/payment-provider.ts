/** What the provider is asked for, whatever it is. */
export interface ProviderCall {
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

/** The provider's word, or the honest lack of one. */
export type ProviderResult =
  | { kind: 'succeeded'; paymentId: string }
  /** The provider's own refusal: the only thing that makes an operation fail. */
  | {
      kind: 'declined';
      declineCode: string;
      /** The payment's money was taken, by whomever: said where that is why a release was refused. */
      isCaptured?: true;
    }
  /** It may or may not have acted: a timeout, a reset, a 5xx. Never taken for a failure. */
  | { kind: 'unknown'; detail: string }
  /** The request certainly did not reach it: safe to give up, safe to try again. */
  | { kind: 'not_sent'; detail: string; keptAwayBy?: KeptAwayBy };

export type FindResult =
  | Exclude<ProviderResult, { kind: 'unknown' | 'not_sent' }>
  | { kind: 'absent' }
  | { kind: 'inconclusive'; detail: string };

/** A payment provider. Implementations never throw for what the other side did; they say what is known. */
export interface PaymentProvider {
  readonly name: string;
  /** For how long the provider honours a key, milliseconds; 0 means: never send again. */
  readonly keyWindowMs: number;
  /** Bound of one call from connect to the last byte, milliseconds; what is not answered by then is unknown. */
  readonly timeoutMs: number;
  authorize(call: AuthorizeCall): Promise<ProviderResult>;
  capture(call: CaptureCall): Promise<ProviderResult>;
  refund(call: RefundCall): Promise<ProviderResult>;
  /** Succeeds too where the payment is canceled or expired already: the state that was wanted holds. */
  cancel(call: CancelCall): Promise<ProviderResult>;
  /** What became of the request with this key. */
  find(providerKey: string): Promise<FindResult>;
  /** Ends the connections after the calls that are under way. */
  close(): Promise<void>;
}

export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');
