import type { Merchant, Purchase } from './merchant.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A line of the file, in the members and the order in which it is written. */
export interface FileLine {
  readonly tenant: string;
  readonly key: string | null;
  readonly raw: string;
  readonly group: string | null;
  readonly refund_of?: string;
}

/** A line with its place: `later` lines after the beginning of its story. */
export interface StoryLine {
  readonly line: FileLine;
  readonly later: number;
}

/** What stories are told with. */
export interface Teller {
  readonly random: SeededRandom;
  readonly merchant: () => Merchant;
  /** A new purchase at a merchant, with its key. */
  readonly purchase: (merchant: Merchant) => { key: string; purchase: Purchase };
  /** A name for a group of lines that leave in one tick. */
  readonly group: (what: string) => string;
}

/** Some requests of one tenant that belong together. */
export type Story = (teller: Teller) => StoryLine[];

export const chargeLine = (
  tenant: string,
  key: string | null,
  raw: string | Purchase,
  group: string | null = null,
): FileLine => ({ tenant, key, raw: typeof raw === 'string' ? raw : JSON.stringify(raw), group });

export const refundLine = (
  charge: FileLine,
  { key, amount, group = null }: { key: string; amount?: number; group?: string | null },
): FileLine => ({
  tenant: charge.tenant,
  key,
  raw: JSON.stringify(amount === undefined ? {} : { amount }),
  group,
  refund_of: charge.key ?? '',
});
