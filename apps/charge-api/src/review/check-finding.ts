import { Inject, Injectable } from '@nestjs/common';
import { PAYMENT_PROVIDER, type PaymentEffect, type PaymentProvider } from '../provider/payment-provider.ts';
import { ProviderAccount } from '../provider/provider-account.ts';
import type { Review } from './review.ts';

/** What the provider's own record makes of a person's finding. */
export type CheckedFinding =
  | { kind: 'confirmed'; effectId: string | null }
  | { kind: 'contradicted'; detail: string }
  /** Nobody could be asked: a finding that can't be checked waits. */
  | { kind: 'provider_unavailable'; detail: string };

/** Asks the provider whether it shows what a person says that it does. */
@Injectable()
export class CheckFinding {
  constructor(
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly accounts: ProviderAccount,
  ) {}

  /** That the operation took place on this payment, for its amount, in its currency, under our key. */
  async succeeded(review: Review, paymentId: string): Promise<CheckedFinding> {
    const account = this.accounts.resolve(review.providerAccount);
    if (account === null) return unavailable('nobody has said to which account the charge belongs');
    const shown = await this.provider.lookUpPayment({ account, paymentId });
    if (shown.kind === 'inconclusive') return unavailable(shown.detail);
    if (shown.kind === 'absent') return contradicted(`The provider has no payment ${paymentId} in ${account}.`);
    if (shown.paymentId !== paymentId) return unavailable(`the answer is about payment ${shown.paymentId}`);
    return judgeEffects(review, paymentId, shown.effects);
  }

  /** That it did not take place. A provider that can't say so is no reason to doubt the person: that is why one decides. */
  async failed(review: Review): Promise<CheckedFinding> {
    const account = this.accounts.resolve(review.providerAccount);
    if (account === null) return { kind: 'confirmed', effectId: null };
    const found = await this.provider.find({ account, providerKey: review.providerKey });
    if (found.kind !== 'succeeded') return { kind: 'confirmed', effectId: null };
    return contradicted(`The provider shows that it took place (payment ${found.paymentId}).`);
  }
}

const contradicted = (detail: string): CheckedFinding => ({ kind: 'contradicted', detail });

const unavailable = (detail: string): CheckedFinding => ({
  kind: 'provider_unavailable',
  detail: `The finding could not be checked at the provider: ${detail}. Try again when it can be reached.`,
});

const OPERATIONS: Readonly<Record<string, readonly PaymentEffect['operation'][]>> = {
  'charge.capture': ['capture'],
  'charge.cancel': ['cancel'],
  'charge.expire': ['cancel'],
  'refund.create': ['refund'],
};

const operationsOf = ({ kind, isSale }: Review): readonly PaymentEffect['operation'][] =>
  OPERATIONS[kind] ?? [isSale ? 'sale' : 'authorize'];

const judgeEffects = (review: Review, paymentId: string, effects: readonly PaymentEffect[]): CheckedFinding => {
  const operations = operationsOf(review);
  const wanted = `${review.amountMinor} ${review.currency}`;
  const own = effects.filter(({ providerKey }) => providerKey === review.providerKey);
  const effect = own.find(({ operation }) => operations.includes(operation));
  if (!effect) {
    const what = operations.join(' or ');
    return contradicted(`Payment ${paymentId} shows no ${what} under the key ${review.providerKey}.`);
  }
  const { amountMinor, currency, effectId } = effect;
  if (amountMinor === review.amountMinor && currency === review.currency) return { kind: 'confirmed', effectId };
  return contradicted(`Payment ${paymentId} shows ${amountMinor} ${currency} under our key, not ${wanted}.`);
};
