import type { Call } from '../../src/checker/sources/history/call-log.ts';
import type { World } from '../../src/checker/world.ts';
import type { Mutable } from './mutable.ts';
import { hashOf, sampleCall, type Answered, type Asked } from './sample-call.ts';
import { sampleScrape } from './sample-scrape.ts';
import { addOperation, emptyStores, PROVIDER_ACCOUNT, type DoneOperation, type Stores } from './sample-stores.ts';

export type MutableWorld = Mutable<World>;

const SALE = { tenant: 'acme', key: 'k-sale', amountMinor: 1099n, currency: 'EUR' } as const;
const REFUND = { tenant: 'acme', key: 'k-refund', amountMinor: 400n, currency: 'EUR' } as const;
const HOLD = { tenant: 'globex', key: 'k-hold', amountMinor: 5000n, currency: 'USD' } as const;
const CAPTURE = { tenant: 'globex', key: 'k-capture', amountMinor: 3000n, currency: 'USD' } as const;
const DECLINE = { tenant: 'globex', key: 'k-decline', amountMinor: 700n, currency: 'EUR' } as const;
const LEFT = { tenant: 'initech', key: 'k-left', amountMinor: 250n, currency: 'JPY' } as const;
const HELD = { tenant: 'initech', key: 'k-held', amountMinor: 80n, currency: 'JPY' } as const;
const CANCEL = { tenant: 'initech', key: 'k-cancel', amountMinor: 80n, currency: 'JPY' } as const;
const LOST = { tenant: 'initech', key: 'k-lost', amountMinor: 90n, currency: 'JPY' } as const;

const OPERATIONS: readonly DoneOperation[] = [
  {
    ...SALE,
    id: 'o-sale',
    chargeId: 'c-1',
    kind: 'charge.create',
    capture: true,
    deed: 'captured',
    version: 1,
    shard: 3,
    status: 201,
  },
  {
    ...REFUND,
    id: 'o-refund',
    chargeId: 'c-1',
    kind: 'refund.create',
    deed: 'refunded',
    version: 2,
    shard: 3,
    status: 201,
  },
  {
    ...HOLD,
    id: 'o-hold',
    chargeId: 'c-2',
    kind: 'charge.create',
    capture: false,
    deed: 'authorized',
    version: 1,
    shard: 5,
    status: 201,
  },
  {
    ...CAPTURE,
    id: 'o-capture',
    chargeId: 'c-2',
    kind: 'charge.capture',
    deed: 'captured',
    version: 2,
    shard: 5,
    status: 200,
  },
  {
    ...DECLINE,
    id: 'o-decline',
    chargeId: 'c-3',
    kind: 'charge.create',
    capture: true,
    deed: 'failed',
    version: 1,
    shard: 3,
    status: 402,
    isDeclined: true,
  },
  {
    ...LEFT,
    id: 'o-left',
    chargeId: 'c-4',
    kind: 'charge.create',
    capture: true,
    deed: 'captured',
    version: 1,
    shard: 7,
    status: 201,
  },
  {
    ...HELD,
    id: 'o-held',
    chargeId: 'c-5',
    kind: 'charge.create',
    capture: false,
    deed: 'authorized',
    version: 1,
    shard: 7,
    status: 201,
  },
  {
    ...CANCEL,
    id: 'o-cancel',
    chargeId: 'c-5',
    kind: 'charge.cancel',
    deed: 'canceled',
    version: 2,
    shard: 7,
    status: 200,
  },
];

interface SampleCharge {
  readonly id: string;
  readonly path: readonly string[];
  readonly version: number;
  readonly shard: number;
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly currency: string;
}

const CHARGES: readonly SampleCharge[] = [
  {
    id: 'c-1',
    path: ['pending', 'captured', 'partially_refunded'],
    version: 2,
    shard: 3,
    amountMinor: 1099n,
    capturedMinor: 1099n,
    refundedMinor: 400n,
    currency: 'EUR',
  },
  {
    id: 'c-2',
    path: ['pending', 'authorized', 'captured'],
    version: 2,
    shard: 5,
    amountMinor: 5000n,
    capturedMinor: 3000n,
    refundedMinor: 0n,
    currency: 'USD',
  },
  {
    id: 'c-3',
    path: ['pending', 'failed'],
    version: 1,
    shard: 3,
    amountMinor: 700n,
    capturedMinor: 0n,
    refundedMinor: 0n,
    currency: 'EUR',
  },
  {
    id: 'c-4',
    path: ['pending', 'unknown', 'captured'],
    version: 1,
    shard: 7,
    amountMinor: 250n,
    capturedMinor: 250n,
    refundedMinor: 0n,
    currency: 'JPY',
  },
  {
    id: 'c-5',
    path: ['pending', 'authorized', 'canceled'],
    version: 2,
    shard: 7,
    amountMinor: 80n,
    capturedMinor: 0n,
    refundedMinor: 0n,
    currency: 'JPY',
  },
];

type Named = Pick<DoneOperation, 'tenant' | 'key' | 'amountMinor' | 'currency'>;

const call = (
  named: Named,
  asked: Pick<Asked, 'call' | 'action'> & Partial<Asked>,
  answered: Answered,
): Mutable<Call> => sampleCall({ ...named, amountMinor: String(named.amountMinor), ...asked }, answered);

const ok = ({ tenant, key }: Named, status: number, chargeId: string): Answered => ({
  ...{ outcome: 'ok', status, chargeId, bodySha256: hashOf(`${tenant} ${key}`) },
});

const reused: Answered = {
  outcome: 'refused',
  status: 422,
  code: 'idempotency_key_reused',
  bodySha256: hashOf('reused'),
};
const declined: Answered = {
  outcome: 'refused',
  status: 402,
  code: 'card_declined',
  bodySha256: hashOf('globex k-decline'),
};
const lost: Answered = { outcome: 'unknown', status: null };

const calls = (): Mutable<Call>[] => [
  call(SALE, { call: 'sale', action: 'charge' }, ok(SALE, 201, 'c-1')),
  call(
    SALE,
    { call: 'sale again', action: 'charge', intent: 'duplicate' },
    { ...ok(SALE, 201, 'c-1'), isReplay: true },
  ),
  call(SALE, { call: 'sale reused', action: 'charge', intent: 'reuse', amountMinor: '1098' }, reused),
  call(REFUND, { call: 'refund', action: 'refund', chargeId: 'c-1' }, ok(REFUND, 201, 'c-1')),
  call(HOLD, { call: 'hold', action: 'authorize' }, ok(HOLD, 201, 'c-2')),
  call(CAPTURE, { call: 'capture', action: 'capture', chargeId: 'c-2' }, ok(CAPTURE, 200, 'c-2')),
  call(DECLINE, { call: 'decline', action: 'charge', intent: 'decline' }, declined),
  call(
    LEFT,
    { call: 'left', action: 'charge', intent: 'abandoned' },
    { outcome: 'abandoned', status: null, hasAttempt: false },
  ),
  call(HELD, { call: 'held', action: 'authorize' }, ok(HELD, 201, 'c-5')),
  call(CANCEL, { call: 'cancel', action: 'cancel', chargeId: 'c-5' }, ok(CANCEL, 200, 'c-5')),
  call(LOST, { call: 'lost', action: 'charge' }, lost),
];

function addCharge({ chargeDb }: Stores, { path, ...charge }: SampleCharge): void {
  const status = path.at(-1) ?? 'pending';
  const reservedMinor = charge.refundedMinor;
  chargeDb.charges.push({
    ...charge,
    status,
    reservedMinor,
    providerPaymentId: `payment-of-${charge.id}`,
    providerAccount: PROVIDER_ACCOUNT,
  });
  path.slice(1).forEach((to, index) => chargeDb.transitions.push({ chargeId: charge.id, from: path[index] ?? '', to }));
}

/**
 * A drained run without a crash, in which nothing is amiss: a sale with a replay, a reused key and a refund; a capture
 * in part; a decline; a sale whose client left; an authorization that was canceled; and a call that never arrived.
 */
export function sampleWorld(): MutableWorld {
  const stores = emptyStores();
  for (const charge of CHARGES) addCharge(stores, charge);
  for (const operation of OPERATIONS) addOperation(stores, operation);
  const metrics = { before: sampleScrape(), after: sampleScrape() };
  return { at: 'drained', noCrashes: true, history: { calls: calls() }, ...stores, metrics };
}
