/** What the provider did, by its own durable record: the independent oracle. */
export interface ProviderRecord {
  readonly effects: readonly EffectRow[];
  readonly decisions: readonly DecisionRow[];
}

/** One movement of money, or of an authorization. */
export interface EffectRow {
  /** Whose money it moved, as charge-api names accounts: `simulator:acct_…`. */
  readonly account: string;
  readonly providerKey: string;
  /** `authorized`, `captured`, `refunded` or `canceled`. */
  readonly effect: string;
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** As the request named it; null where it did not. */
  readonly operationId: string | null;
  /** By the provider's own word it did something else than it was asked for. */
  readonly differs: boolean;
  /** The key that its answer named. */
  readonly toldProviderKey: string;
  readonly recordedAtMs: number;
}

/** What the provider answered to a key, refusals too. */
export interface DecisionRow {
  readonly account: string;
  readonly providerKey: string;
  readonly httpStatus: number;
  readonly effect: string | null;
}
