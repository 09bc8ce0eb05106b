import { orderOfTimesFault } from '../config/order-of-times.ts';
import type { Identification, PaymentProvider } from './payment-provider.ts';

export interface AccountSettings {
  /** Expected identity; only compared. */
  PROVIDER_ACCOUNT?: string | undefined;
  PROVIDER_ACCOUNT_OF_OLD_CHARGES?: string | undefined;
  /** May only shorten what the adapter declares. */
  PROVIDER_KEY_WINDOW_MS?: number | undefined;
  PROVIDER_TIMEOUT_MS: number;
  ABANDON_AFTER_MS: number;
}

export type AccountState =
  /** Nobody could be asked yet. */
  | { kind: 'unknown' }
  | { kind: 'known'; account: string }
  /** It is not what it has to be: nothing goes there until it is again. */
  | { kind: 'refused'; reason: string };

export interface AccountParts {
  provider: PaymentProvider;
  settings: AccountSettings;
  /** Writes down where new keys go, before the first of them does. */
  recordRoute: (account: string) => Promise<void>;
  onRefused: (reason: string) => void;
  /** It could not be written down. */
  onFailure: (error: unknown) => void;
}

type Identity = Extract<Identification, { kind: 'identified' }>;

/** Whose money this process moves: what the counterpart says it is, kept for the life of the process. */
export class ProviderAccount {
  private state: AccountState = { kind: 'unknown' };
  private firstKnown: string | undefined;
  private declaredWindowMs: number | undefined;
  private asking: Promise<boolean> | undefined;
  private readonly parts: AccountParts;

  constructor(parts: AccountParts) {
    this.parts = parts;
  }

  get current(): AccountState {
    return this.state;
  }

  /** The account of this process, which never changes; null until it is known. */
  get own(): string | null {
    return this.firstKnown ?? null;
  }

  /** The account that a stored one stands for; null where nobody has said whose a charge from before is. */
  resolve(stored: string | null): string | null {
    return stored ?? this.parts.settings.PROVIDER_ACCOUNT_OF_OLD_CHARGES ?? null;
  }

  /** Undefined where calls for this account may be made; else why not. Not knowing yet is no reason: each call says whose. */
  whyKeptAway(account: string | null): string | undefined {
    if (account === null) return 'nobody has said to which provider account the charge belongs';
    if (this.state.kind === 'refused') return this.state.reason;
    if (this.state.kind === 'unknown' || this.state.account === account) return undefined;
    return `the operation belongs to ${account}; this process works with ${this.state.account}`;
  }

  /** True where other processes can work for the account and this one never will. */
  isOfAnother(account: string | null): boolean {
    return account !== null && this.own !== null && account !== this.own;
  }

  /** For how long a key is honoured; what is declared with an answer counts beside what was declared before. */
  keyWindowMs(declaredMs: number = Infinity): number {
    const configuredMs = this.parts.settings.PROVIDER_KEY_WINDOW_MS ?? Infinity;
    return Math.min(configuredMs, this.declaredWindowMs ?? Infinity, declaredMs);
  }

  /** Waits while nobody knows yet whose money it would be. Never throws; whoever goes on looks at `current`. */
  async untilAsked(): Promise<void> {
    if (this.state.kind !== 'unknown') return;
    try {
      await this.ask();
    } catch (error) {
      this.parts.onFailure(error);
    }
  }

  /** Asks the counterpart who it is, once for all who want to know at the moment. True when it answered. */
  ask(): Promise<boolean> {
    this.asking ??= this.askOnce().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async askOnce(): Promise<boolean> {
    const said = await this.parts.provider.identify();
    // A provider that is down is still who it was.
    if (said.kind === 'not_identified') return false;
    const reason = this.findFault(said);
    if (reason !== undefined) {
      if (this.state.kind !== 'refused' || this.state.reason !== reason) this.parts.onRefused(reason);
      this.state = { kind: 'refused', reason };
      return true;
    }
    // Again and again: after the database was restored the row may be gone.
    await this.parts.recordRoute(said.account);
    this.firstKnown = said.account;
    this.declaredWindowMs = said.keyWindowMs;
    this.state = { kind: 'known', account: said.account };
    return true;
  }

  private findFault({ account, keyWindowMs }: Identity): string | undefined {
    const { settings } = this.parts;
    const expected = settings.PROVIDER_ACCOUNT;
    if (expected !== undefined && expected !== account) {
      return `the provider is ${account}, but PROVIDER_ACCOUNT says ${expected}`;
    }
    if (this.firstKnown !== undefined && this.firstKnown !== account) {
      return `the provider was ${this.firstKnown} and is ${account} now: restart where that is meant`;
    }
    return orderOfTimesFault(Math.min(keyWindowMs, settings.PROVIDER_KEY_WINDOW_MS ?? Infinity), settings);
  }
}
