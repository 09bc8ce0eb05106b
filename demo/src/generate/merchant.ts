import type { SeededRandom } from './seeded-random.ts';

/** A body of POST /v1/charges before it is written down. */
export interface Purchase {
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
  readonly capture?: boolean;
  readonly reference: string;
  readonly description: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A tenant with the things that it sells and its own way to name its intents. */
export interface Merchant {
  readonly tenant: string;
  /** Prices in minor units by currency, lowest and highest, and the step between them. */
  readonly prices: Readonly<Record<string, readonly [min: number, max: number, step: number]>>;
  readonly goods: readonly [string, ...string[]];
  readonly keyOf: (serial: number, random: SeededRandom) => string;
  readonly referenceOf: (serial: number) => string;
}

const uuidOf = ({ hex, pick }: SeededRandom): string =>
  `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;

export const MERCHANTS: readonly [Merchant, Merchant, Merchant] = [
  {
    tenant: 'acme',
    prices: { EUR: [490, 24_900, 5], USD: [599, 32_900, 10] },
    goods: [
      'Espresso beans 1 kg',
      'Pour-over kettle',
      'Grinder burrs',
      'Paper filters, box of 100',
      'Crème brûlée torch',
    ],
    keyOf: (serial) => `order-${serial}-charge`,
    referenceOf: (serial) => `order-${serial}`,
  },
  {
    tenant: 'globex',
    prices: { JPY: [480, 64_800, 10] },
    goods: ['切符 東京-京都', 'Hotel Kanda, 1 night', 'Ryokan deposit', '空港バス', 'Museum pass'],
    keyOf: (_serial, random) => uuidOf(random),
    referenceOf: (serial) => `booking/${serial}`,
  },
  {
    tenant: 'initech',
    prices: { KWD: [1_250, 240_000, 250] },
    goods: ['Support plan, monthly', 'Seats x 5', 'Data export', 'On-site day'],
    keyOf: (serial) => `inv:2026-11:${serial}:1`,
    referenceOf: (serial) => `INV-2026-${serial}`,
  },
];

/** One purchase at a merchant, paid with a card that works. */
export function purchaseAt(merchant: Merchant, serial: number, random: SeededRandom): Purchase {
  const currency = random.pick(Object.keys(merchant.prices) as [string, ...string[]]);
  const [min, max, step] = merchant.prices[currency] ?? [1, 1, 1];
  return {
    amount: min + step * random.between(0, Math.floor((max - min) / step)),
    currency,
    source: 'tok_visa',
    reference: merchant.referenceOf(serial),
    description: random.pick(merchant.goods),
    ...(random.between(1, 4) === 1 ? { metadata: { channel: random.pick(['web', 'app', 'phone']) } } : {}),
  };
}
