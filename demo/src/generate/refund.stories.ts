import type { Purchase } from './merchant.ts';
import { chargeLine, refundLine, type FileLine, type Story, type StoryLine, type Teller } from './story.ts';

/** Far enough for the charge to be answered without making everyone wait for it. */
const REFUND_LATER = 20;

const newCharge = (teller: Teller, changes: Partial<Purchase> = {}): { charge: FileLine; amount: number } => {
  const merchant = teller.merchant();
  const { key, purchase } = teller.purchase(merchant);
  return { charge: chargeLine(merchant.tenant, key, { ...purchase, ...changes }), amount: purchase.amount };
};

const withRefunds = (charge: FileLine, refunds: readonly FileLine[]): StoryLine[] => [
  { line: charge, later: 0 },
  ...refunds.map((line, index) => ({ line, later: REFUND_LATER * (index + 1) })),
];

export const fullRefund: Story = (teller) => {
  const { charge } = newCharge(teller);
  return withRefunds(charge, [refundLine(charge, { key: `${charge.key}-refund` })]);
};

export const refundSentAgain: Story = (teller) => {
  const { charge } = newCharge(teller);
  const refund = refundLine(charge, { key: `${charge.key}-refund` });
  return withRefunds(charge, [refund, refund]);
};

export const twoPartialRefunds: Story = (teller) => {
  const { charge, amount } = newCharge(teller);
  const part = Math.ceil(amount / 3);
  const refunds = [1, 2].map((serial) => refundLine(charge, { key: `${charge.key}-refund-${serial}`, amount: part }));
  return withRefunds(charge, refunds);
};

/** A third of it back, then more than what is left. */
export const overRefund: Story = (teller) => {
  const { charge, amount } = newCharge(teller);
  const key = `${charge.key}-refund`;
  return withRefunds(charge, [
    refundLine(charge, { key: `${key}-1`, amount: Math.ceil(amount / 3) }),
    refundLine(charge, { key: `${key}-2`, amount }),
  ]);
};

/** All of it back under two keys in the same instant: what one reserves, the other cannot have. */
export const rivalRefunds: Story = (teller) => {
  const { charge } = newCharge(teller);
  const group = teller.group('refunds');
  const refunds = ['a', 'b'].map((name) => refundLine(charge, { key: `${charge.key}-refund-${name}`, group }));
  return [{ line: charge, later: 0 }, ...refunds.map((line) => ({ line, later: REFUND_LATER }))];
};

/** Nothing was taken, so nothing can be given back. */
export const refundOfNothing = (changes: Partial<Purchase>): Story => {
  return (teller) => {
    const { charge } = newCharge(teller, changes);
    return withRefunds(charge, [refundLine(charge, { key: `${charge.key}-refund` })]);
  };
};

/** The refund takes the key of its charge: another operation, so it is refused. */
export const refundUnderTheChargesKey: Story = (teller) => {
  const { charge } = newCharge(teller);
  return withRefunds(charge, [refundLine(charge, { key: charge.key ?? '' })]);
};
