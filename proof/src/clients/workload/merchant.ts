import type { SeededRandom } from '../../plan/seeded-random.ts';
import type { RequestBody } from './request-body.ts';
import { TENANTS, type Tenant } from './workload-plan.ts';

/** Exponents 2, 0 and 3 of ISO 4217: who divides by 100 is found out. */
const CURRENCIES = ['EUR', 'USD', 'JPY', 'KWD'] as const;

/** The largest integer of JSON that every reader has exact; sums of it leave 53 bits, too. */
const LARGEST_AMOUNT_MINOR = 9_007_199_254_740_991n;
const LARGEST_SHARE = 0.005;
const SMALLEST_SHARE = 0.02;
/** Ordinary amounts; the lower end leaves room for being captured and refunded in parts. */
const MIN_AMOUNT_MINOR = 100;
const MAX_AMOUNT_MINOR = 500_000;

const DESCRIPTION_SHARE = 0.3;
const REFERENCE_SHARE = 0.2;
const DESCRIPTIONS = ['Café crème', '注文 42', 'Order "42" \\ special', '🧾', 'plain'] as const;

export type ChargeSource = 'tok_visa' | 'tok_declined';

/** A charge as a merchant asks for it. */
export interface Purchase {
  readonly tenant: Tenant;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly body: RequestBody;
}

/** Draws what is bought. What is split later has an ordinary amount, others may be as small or as large as money gets. */
export function drawPurchase(
  random: SeededRandom,
  { capture, source = 'tok_visa', isSplit = false }: { capture: boolean; source?: ChargeSource; isSplit?: boolean },
): Purchase {
  const amountMinor = isSplit ? drawOrdinaryAmount(random) : drawAmount(random);
  const currency = random.pick(CURRENCIES);
  const body = {
    amount: amountMinor,
    currency,
    source,
    // true is the default: it is left out in one of two, so that both spellings of a sale are seen.
    ...(capture && random.chance(0.5) ? {} : { capture }),
    ...(random.chance(DESCRIPTION_SHARE) ? { description: random.pick(DESCRIPTIONS) } : {}),
    ...(random.chance(REFERENCE_SHARE) ? { reference: `order-${random.hex(16)}` } : {}),
  };
  return { tenant: random.pick(TENANTS), amountMinor, currency, body };
}

function drawAmount(random: SeededRandom): bigint {
  const share = random.next();
  if (share < LARGEST_SHARE) return LARGEST_AMOUNT_MINOR;
  return share < LARGEST_SHARE + SMALLEST_SHARE ? 1n : drawOrdinaryAmount(random);
}

const drawOrdinaryAmount = (random: SeededRandom): bigint => BigInt(random.between(MIN_AMOUNT_MINOR, MAX_AMOUNT_MINOR));
