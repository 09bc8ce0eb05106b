import { MERCHANTS, type Merchant } from './merchant.ts';
import { RESPELLINGS } from './respell.ts';
import { chargeLine, type Story, type Teller } from './story.ts';

const newCharge = ({ merchant, purchase }: Teller, at: Merchant = merchant()) => ({
  tenant: at.tenant,
  ...purchase(at),
});

export const plainCharge: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  return [{ line: chargeLine(tenant, key, purchase), later: 0 }];
};

export const authorizeOnly: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  return [{ line: chargeLine(tenant, key, { ...purchase, capture: false }), later: 0 }];
};

/** The answer got lost, or someone pressed the button again: the same bytes under the same key. */
export const sentAgain: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  const line = chargeLine(tenant, key, purchase);
  return [
    { line, later: 0 },
    { line, later: teller.random.between(1, 60) },
  ];
};

/** Another serializer wrote the retry: other bytes, the same request. */
export const respelled = (spelling: number): Story => {
  const respell = RESPELLINGS[spelling % RESPELLINGS.length] ?? RESPELLINGS[0];
  return (teller) => {
    const { tenant, key, purchase } = newCharge(teller);
    return [
      { line: chargeLine(tenant, key, purchase), later: 0 },
      { line: chargeLine(tenant, key, respell(purchase)), later: teller.random.between(5, 60) },
    ];
  };
};

/** A key belongs to its tenant: two tenants may use the same one, for two charges. */
export const sameKeyOfTwoTenants: Story = (teller) => {
  const [first, second] = MERCHANTS;
  const one = newCharge(teller, first);
  const other = newCharge(teller, second);
  return [
    { line: chargeLine(one.tenant, one.key, one.purchase), later: 0 },
    { line: chargeLine(other.tenant, one.key, other.purchase), later: teller.random.between(0, 30) },
  ];
};

/** A key that is taken for another purchase: refused, for ever. */
export const reusedKey: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  const changed = { ...purchase, amount: purchase.amount + teller.random.pick([1, 10, 500]) };
  return [
    { line: chargeLine(tenant, key, purchase), later: 0 },
    { line: chargeLine(tenant, key, changed), later: teller.random.between(5, 60) },
  ];
};

/** The same request several times in the same instant. */
export const twins = (count: number): Story => {
  return (teller) => {
    const { tenant, key, purchase } = newCharge(teller);
    const group = teller.group('twins');
    return Array.from({ length: count }, () => ({ line: chargeLine(tenant, key, purchase, group), later: 0 }));
  };
};

/** Two different requests with one key in the same instant: one wins, the other is refused. */
export const rivals: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  const group = teller.group('rivals');
  const dearer = { ...purchase, amount: purchase.amount * 2 };
  return [purchase, dearer].map((body) => ({ line: chargeLine(tenant, key, body, group), later: 0 }));
};

/** Two keys for one intent: the reference gives it away. */
export const sameReference: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  return [
    { line: chargeLine(tenant, key, purchase), later: 0 },
    { line: chargeLine(tenant, `${key}-again`, purchase), later: teller.random.between(20, 60) },
  ];
};

export const declined: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  return [{ line: chargeLine(tenant, key, { ...purchase, source: 'tok_declined' }), later: 0 }];
};

/** A decline is an answer like any other: asked again, it is the same. The next card needs a new key. */
export const declinedThenOtherCard: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  const refused = chargeLine(tenant, key, { ...purchase, source: 'tok_declined' });
  return [
    { line: refused, later: 0 },
    { line: refused, later: 20 },
    { line: chargeLine(tenant, `${key}-card-2`, purchase), later: 50 },
  ];
};

export const unknownToken: Story = (teller) => {
  const { tenant, key, purchase } = newCharge(teller);
  return [{ line: chargeLine(tenant, key, { ...purchase, source: 'tok_from_another_provider' }), later: 0 }];
};

export const malformedBody = (raw: string): Story => {
  return (teller) => {
    const { tenant, key } = newCharge(teller);
    return [{ line: chargeLine(tenant, key, raw), later: 0 }];
  };
};

export const malformedKey = (key: string | null): Story => {
  return (teller) => {
    const { tenant, purchase } = newCharge(teller);
    return [{ line: chargeLine(tenant, key, purchase), later: 0 }];
  };
};
