import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestProvider } from '../../test/test-provider.ts';
import type { AuthorizeCall, PaymentProvider, ProviderResult } from './payment-provider.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const TIMEOUT_MS = 700;
/** Longer than the timeout, and short enough to be over while the test waits for what comes of it. */
const HANG_MS = 1_200;

let simulator: TestProvider;
let provider: SimulatorProvider;
let account: string;

beforeAll(async () => {
  simulator = await TestProvider.start();
  account = await simulator.account();
});

beforeEach(() => {
  const options = { timeoutMs: TIMEOUT_MS, maxConnections: 8 };
  provider = new SimulatorProvider({ url: simulator.url, ...options });
});

afterEach(async () => {
  await provider.close();
  await simulator.control({});
});

afterAll(() => simulator.stop());

const saleCall = (): AuthorizeCall => ({
  ...{
    account,
    providerKey: `once_${randomUUID()}`,
    amountMinor: 1099n,
    currency: 'EUR',
    source: 'tok_visa',
    capture: true,
  },
  metadata: { charge_id: 'c1' },
});

const pay = async (capture: boolean): Promise<string> => {
  const result = await provider.authorize({ ...saleCall(), capture });
  if (result.kind !== 'succeeded') throw new Error(`no payment to work on: ${JSON.stringify(result)}`);
  return result.paymentId;
};

type Change = 'capture' | 'refund' | 'cancel';

/** Each call that moves money, on a payment that can take it. */
const CALLS: Record<'sale' | Change, (providerKey: string, paymentId: string) => Promise<ProviderResult>> = {
  sale: (providerKey) => provider.authorize({ ...saleCall(), providerKey }),
  capture: (providerKey, paymentId) => provider.capture(changeOf(providerKey, paymentId)),
  refund: (providerKey, paymentId) => provider.refund(changeOf(providerKey, paymentId)),
  cancel: (providerKey, paymentId) => provider.cancel(changeOf(providerKey, paymentId)),
};
const changeOf = (providerKey: string, paymentId: string) => ({
  ...{ account, providerKey, paymentId, amountMinor: 1000n, currency: 'EUR', metadata: {} },
});

const KINDS = ['sale', 'capture', 'refund', 'cancel'] as const;
type Kind = (typeof KINDS)[number];

const begin = async (kind: Kind) => {
  const providerKey = `once_${randomUUID()}`;
  const paymentId = kind === 'sale' ? '' : await pay(kind === 'refund');
  return { providerKey, send: () => CALLS[kind](providerKey, paymentId) };
};

const effectsOf = async (providerKey: string): Promise<number> => (await simulator.effectsOfKey(providerKey)).length;

/** Asks until the provider has settled it; each answer before that must be an honest "nobody knows". */
const settled = async (asked: PaymentProvider, providerKey: string) => {
  for (;;) {
    const found = await asked.find({ account, providerKey });
    if (found.kind !== 'inconclusive') return found;
  }
};

describe.each(KINDS)('a %s', (kind) => {
  it('moves money once, whatever is sent again', async () => {
    const { providerKey, send } = await begin(kind);
    const result = await send();
    expect(result.kind).toBe('succeeded');
    expect(await send()).toEqual(result);
    expect([await provider.find({ account, providerKey }), await effectsOf(providerKey)]).toEqual([result, 1]);
  });

  it.each([
    [{ kind: 'effect_then_drop' }],
    [{ kind: 'effect_then_5xx', status: 500 }],
    [{ kind: 'effect_then_5xx', status: 502 }],
    [{ kind: 'effect_then_5xx', status: 503 }],
    [{ kind: 'effect_then_5xx', status: 504 }],
    [{ kind: 'hang', when: 'after', delay_ms: HANG_MS }],
  ])('that meets %j is unknown, and found as succeeded', async (fault) => {
    const { providerKey, send } = await begin(kind);
    await simulator.addFault({ ...fault, times: 1 });
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect([await simulator.faultsBitten(), await effectsOf(providerKey)]).toEqual([1, 1]);
    const found = await provider.find({ account, providerKey });
    expect(found.kind).toBe('succeeded');
    expect([await send(), await effectsOf(providerKey)]).toEqual([found, 1]);
  });

  it('that hangs before its effect is unknown, inconclusive, and then found as succeeded', async () => {
    const { providerKey, send } = await begin(kind);
    await simulator.addFault({ kind: 'hang', when: 'before', delay_ms: HANG_MS, times: 1 });
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(await provider.find({ account, providerKey })).toMatchObject({ kind: 'inconclusive' });
    expect([(await settled(provider, providerKey)).kind, await effectsOf(providerKey)]).toEqual(['succeeded', 1]);
  });

  it.each([
    [{ kind: 'refuse_before_effect', status: 429, retry_after_s: 1 }],
    [{ kind: 'refuse_before_effect', status: 503 }],
  ])('that meets %j was not sent, and nothing is known of it', async (fault) => {
    const { providerKey, send } = await begin(kind);
    await simulator.addFault({ ...fault, times: 1 });
    expect(await send()).toMatchObject({ kind: 'not_sent' });
    expect([await provider.find({ account, providerKey }), await effectsOf(providerKey)]).toEqual([
      { kind: 'absent', keyWindowMs: 86_400_000 },
      0,
    ]);
    expect(await send()).toMatchObject({ kind: 'succeeded' });
  });

  it('that is dropped before its effect is unknown, and absent', async () => {
    const { providerKey, send } = await begin(kind);
    await simulator.addFault({ kind: 'drop_before_effect', times: 1 });
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect([await provider.find({ account, providerKey }), await effectsOf(providerKey)]).toEqual([
      { kind: 'absent', keyWindowMs: 86_400_000 },
      0,
    ]);
  });
});

describe('a cancel of what is canceled already', () => {
  it('has succeeded, fresh and as it is found, because the state that was wanted holds', async () => {
    const paymentId = await pay(false);
    const call = { account, providerKey: `once_${randomUUID()}`, paymentId, currency: 'EUR', metadata: {} };
    await provider.cancel({ ...call, providerKey: `once_${randomUUID()}` });
    const state = { paymentId, effectId: null, amountMinor: null, currency: null, providerKey: null };
    expect(await provider.cancel(call)).toEqual({ kind: 'succeeded', ...state });
    expect(await provider.find({ account, providerKey: call.providerKey })).toEqual({ kind: 'succeeded', ...state });
  });

  it('but not of what is captured', async () => {
    const call = {
      account,
      providerKey: `once_${randomUUID()}`,
      paymentId: await pay(true),
      currency: 'EUR',
      metadata: {},
    };
    expect(await provider.cancel(call)).toMatchObject({ kind: 'declined', declineCode: 'payment_state_invalid' });
    expect(await provider.find({ account, providerKey: call.providerKey })).toMatchObject({ kind: 'declined' });
  });
});

describe('a question for what became of a call', () => {
  it.each([
    [{ kind: 'find_inconclusive' }],
    [{ kind: 'effect_then_drop', operations: ['find'] }],
    [{ kind: 'effect_then_5xx', operations: ['find'] }],
    [{ kind: 'refuse_before_effect', status: 429, operations: ['find'] }],
    [{ kind: 'hang', delay_ms: HANG_MS, operations: ['find'] }],
  ])('that meets %j is inconclusive, and the next one is not', async (fault) => {
    const call = saleCall();
    const result = await provider.authorize(call);
    await simulator.addFault({ ...fault, times: 1 });
    expect(await provider.find({ account, providerKey: call.providerKey })).toMatchObject({ kind: 'inconclusive' });
    expect(await provider.find({ account, providerKey: call.providerKey })).toEqual(result);
  });

  it('is answered while every connection for money hangs', async () => {
    const call = saleCall();
    const result = await provider.authorize(call);
    await simulator.addFault({ kind: 'hang', delay_ms: HANG_MS });
    const hanging = Array.from({ length: 8 }, () => provider.authorize(saleCall()));
    const firstGivenUp = Promise.race(hanging).then(() => 'a call that hangs was given up first');
    expect(await Promise.race([provider.find({ account, providerKey: call.providerKey }), firstGivenUp])).toEqual(
      result,
    );
    expect(new Set((await Promise.all(hanging)).map(({ kind }) => kind))).toEqual(new Set(['unknown']));
  });
});

describe('a provider that does not know its keys', () => {
  it('acts again on an ignored key and finds nothing, and its record shows both effects', async () => {
    await simulator.control({ key_mode: { mode: 'ignore' } });
    const call = saleCall();
    const [first, second] = [await provider.authorize(call), await provider.authorize(call)];
    expect([first.kind, second.kind]).toEqual(['succeeded', 'succeeded']);
    expect(second).not.toEqual(first);
    expect([
      await provider.find({ account, providerKey: call.providerKey }),
      await effectsOf(call.providerKey),
    ]).toMatchObject([{ kind: 'absent', keyWindowMs: 0 }, 2]);
  });

  it('finds a key until it has forgotten it', async () => {
    const call = saleCall();
    const result = await provider.authorize(call);
    await simulator.control({ key_mode: { mode: 'forget_after', window_ms: 60_000 } });
    expect(await provider.find({ account, providerKey: call.providerKey })).toEqual(result);
    await simulator.control({ key_mode: { mode: 'forget_after', window_ms: 1 } });
    expect(await provider.find({ account, providerKey: call.providerKey })).toMatchObject({ kind: 'absent' });
    expect(await provider.authorize(call)).toMatchObject({ kind: 'succeeded' });
    expect(await effectsOf(call.providerKey)).toBe(2);
  });

  it('that captured already leaves a second capture unknown', async () => {
    await simulator.control({ key_mode: { mode: 'ignore' } });
    const { send } = await begin('capture');
    expect([(await send()).kind, (await send()).kind]).toEqual(['succeeded', 'unknown']);
  });
});
