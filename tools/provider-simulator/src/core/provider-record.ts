import { applyEffect, type Payment } from './payment.ts';
import type { AccountEntry, RecordEntry, ResultEntry } from './record-entry.ts';
import { SummaryTally } from './summary-tally.ts';

/** A result that moved money. */
export type EffectEntry = ResultEntry & { readonly effect: NonNullable<ResultEntry['effect']> };

/** All that the provider knows, as the fold of its entries. Entries are never changed once they are in. */
export class ProviderRecord {
  readonly payments = new Map<string, Payment>();
  readonly results: ResultEntry[] = [];
  readonly effects: EffectEntry[] = [];
  readonly summary = new SummaryTally();
  #account: string | undefined;
  readonly #resultOfKey = new Map<string, ResultEntry>();
  readonly #effectSequencesOfKey = new Map<string, number[]>();
  readonly #effectsOfPayment = new Map<string, EffectEntry[]>();
  readonly #seenOfKey = new Map<string, number>();

  add(entry: RecordEntry): void {
    if (entry.kind === 'account') return this.#setAccount(entry);
    if (entry.kind === 'result') this.#addResult(entry);
    this.#seenOfKey.set(entry.provider_key, this.requestsSeen(entry.provider_key) + 1);
    this.summary.count(entry);
  }

  /** False for a store that was just made, and for one from before stores had accounts. */
  get hasAccount(): boolean {
    return this.#account !== undefined;
  }

  /** Whose money this is. Throws before the store has an account: nothing may be answered without one. */
  get account(): string {
    if (this.#account === undefined) throw new Error('the store has no account yet');
    return this.#account;
  }

  resultOf(providerKey: string): ResultEntry | undefined {
    return this.#resultOfKey.get(providerKey);
  }

  /** Sequences (from 1) of the effects under a key. More than one is exactly what a checker looks for. */
  effectSequencesOf(providerKey: string): readonly number[] {
    return this.#effectSequencesOfKey.get(providerKey) ?? [];
  }

  /** What made a payment and all that happened to it since, in that order; empty for a payment that nobody knows. */
  effectsOf(paymentId: string): readonly EffectEntry[] {
    return this.#effectsOfPayment.get(paymentId) ?? [];
  }

  /** How many requests with this key were answered, replays and refusals included. */
  requestsSeen(providerKey: string): number {
    return this.#seenOfKey.get(providerKey) ?? 0;
  }

  #setAccount({ account }: AccountEntry): void {
    if (this.#account !== undefined) throw new Error(`the store of ${this.#account} is given another account`);
    this.#account = account;
  }

  #addResult(entry: ResultEntry): void {
    if (isEffect(entry)) this.#addEffect(entry);
    this.results.push(entry);
    this.#resultOfKey.set(entry.provider_key, entry);
  }

  #addEffect(entry: EffectEntry): void {
    const { operation, payment_id: paymentId, provider_key: key, effect } = entry;
    if (paymentId === null) throw new Error('an effect names no payment');
    const draft = { operation, paymentId, amountMinor: BigInt(effect.amount_minor), currency: effect.currency };
    this.payments.set(paymentId, applyEffect(this.payments.get(paymentId), draft));
    pushTo(this.#effectSequencesOfKey, key, this.effects.push(entry));
    pushTo(this.#effectsOfPayment, paymentId, entry);
  }
}

function pushTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function isEffect(entry: ResultEntry): entry is EffectEntry {
  return entry.effect !== null;
}
