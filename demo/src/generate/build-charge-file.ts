import * as charges from './charge.stories.ts';
import { MALFORMED_BODIES, MALFORMED_KEYS } from './malformed-bodies.ts';
import { MERCHANTS, purchaseAt, type Merchant } from './merchant.ts';
import * as refunds from './refund.stories.ts';
import { seededRandom } from './seeded-random.ts';
import type { FileLine, Story, Teller } from './story.ts';

const SEED = 20_261_120;
const FIRST_SERIAL = 10_400;
/** Where a story begins; what it does later may lie behind. */
const LAST_BEGIN = 380;

const times = (count: number, story: Story): Story[] => Array.from({ length: count }, () => story);

const STORIES: readonly Story[] = [
  ...times(170, charges.plainCharge),
  ...times(8, charges.authorizeOnly),
  ...times(24, charges.sentAgain),
  ...Array.from({ length: 12 }, (_, index) => charges.respelled(index)),
  ...times(6, charges.sameKeyOfTwoTenants),
  ...times(10, charges.reusedKey),
  ...[2, 2, 3, 3, 4, 4, 5, 5].map(charges.twins),
  ...times(2, charges.rivals),
  ...times(3, charges.sameReference),
  ...times(12, charges.declined),
  ...times(3, charges.declinedThenOtherCard),
  ...times(1, charges.unknownToken),
  ...MALFORMED_BODIES.map(charges.malformedBody),
  ...MALFORMED_KEYS.map(charges.malformedKey),
  ...times(10, refunds.fullRefund),
  ...times(4, refunds.refundSentAgain),
  ...times(6, refunds.twoPartialRefunds),
  ...times(2, refunds.overRefund),
  ...times(2, refunds.rivalRefunds),
  refunds.refundOfNothing({ source: 'tok_declined' }),
  refunds.refundOfNothing({ capture: false }),
  refunds.refundUnderTheChargesKey,
];

/** The whole input of the demo, the same at every call. */
export function buildChargeFile(): string {
  const random = seededRandom(SEED);
  const teller = newTeller(random);
  const begun = STORIES.map((story) => ({ story, begin: random.between(0, LAST_BEGIN) }));
  // Told in the order in which they begin, so that the merchants' serial numbers rise through the file.
  begun.sort((left, right) => left.begin - right.begin);
  const placed = begun.flatMap(({ story, begin }) =>
    story(teller).map(({ line, later }) => ({ line, at: begin + later })),
  );
  // Stable: lines of one place keep the order of their stories, so a group stays together.
  const lines = placed.toSorted((left, right) => left.at - right.at).map(({ line }) => line);
  return lines.map((line: FileLine) => `${JSON.stringify(line)}\n`).join('');
}

/** A large merchant, and two smaller ones. */
const WEIGHTED: readonly [Merchant, ...Merchant[]] = [MERCHANTS[0], MERCHANTS[0], ...MERCHANTS];

const newTeller = (random: ReturnType<typeof seededRandom>): Teller => {
  let serial = FIRST_SERIAL;
  let groups = 0;
  return {
    random,
    merchant: () => random.pick(WEIGHTED),
    purchase: (merchant) => {
      serial += 1;
      return { key: merchant.keyOf(serial, random), purchase: purchaseAt(merchant, serial, random) };
    },
    group: (what) => `${what}-${(groups += 1)}`,
  };
};
