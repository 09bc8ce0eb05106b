import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

let world: ChargeApiWorld;
let gate: ProviderGate;
let sweeps: SweepsByHand;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const differences = () => scrapeByLabel(world.instances[0]!.url, 'provider_success_differs_total');

/** Each kind of call, on a charge that can take it. */
const CALLS = {
  charge: () => Promise.resolve((key: string) => world.acme.charge({ amount: 1000 }, { key })),
  authorization: () => Promise.resolve((key: string) => world.acme.charge({ amount: 1000, capture: false }, { key })),
  capture: async () => {
    const { body } = await world.acme.charge({ amount: 1000, capture: false });
    return (key: string) => world.acme.capture(body.id, { amount: 700 }, { key });
  },
  cancel: async () => {
    const { body } = await world.acme.charge({ amount: 1000, capture: false });
    return (key: string) => world.acme.cancel(body.id, { key });
  },
  refund: async () => {
    const { body } = await world.acme.charge({ amount: 1000 });
    return (key: string) => world.acme.refund(body.id, { amount: 400 }, { key });
  },
} as const;
type Kind = keyof typeof CALLS;
const KINDS = Object.keys(CALLS) as Kind[];
const IS_CHANGE = { charge: false, authorization: false, capture: true, cancel: true, refund: true };

const more = (said: unknown) => String(BigInt(String(said)) + 1n);
const ALTERED: Record<string, (answer: Record<string, unknown>) => object> = {
  amount: (answer) => ({
    ...{ ...answer, amount_minor: more(answer.amount_minor) },
    ...(answer.amount_captured_minor ? { amount_captured_minor: more(answer.amount_captured_minor) } : {}),
  }),
  currency: (answer) => ({ ...answer, currency: 'USD' }),
  key: (answer) => ({ ...answer, provider_key: 'once_of_somebody_else' }),
};

const PAYMENT = (answer: Record<string, unknown>): object =>
  answer.payment_id ? { ...answer, payment_id: 'pay_other' } : { ...answer, id: 'pay_other' };

const cases = KINDS.flatMap((kind) => [
  ...Object.entries(ALTERED).map(([what, alter]) => [kind, what, alter] as const),
  ...(IS_CHANGE[kind] ? [[kind, 'payment', PAYMENT] as const] : []),
]);

const EVENTS_BEFORE = { charge: [], authorization: [], capture: [], cancel: [], refund: [] };

describe('a success that is not what was asked for', () => {
  it.each(cases)('is never the end of a %s: another %s', async (kind, what, alter) => {
    const key = `k-${kind}-${what}`;
    const send = await CALLS[kind]();
    const before = await differences();
    const held = gate.holdNext();
    const answer = send(key);
    await (await held).forwardAndAlterAnswer(alter);
    expect(await answer).toMatchObject({ status: 202 });
    const { state, key: record, events, attempts } = await traces(key);
    expect({ state, unsettled: record.unsettled, events }).toEqual({
      ...{ state: 'needs_review', unsettled: 'needs_review', events: EVENTS_BEFORE[kind] },
    });
    expect(attempts.at(-1)?.detail).toContain(`${what} `);
    const after = await differences();
    expect(after[what]! - before[what]!).toBe(1);
    // Nobody but a person ends it, however often it is asked for.
    expect((await send(key)).status).toBe(202);
  });

  it('moves a new charge to a person in two steps, each in its history', async () => {
    const key = 'k-two-steps';
    const held = gate.holdNext();
    const answer = world.acme.charge({}, { key });
    await (await held).forwardAndAlterAnswer(ALTERED.currency!);
    expect(await answer).toMatchObject({ status: 202, body: { status: 'needs_review' } });
    expect((await traces(key)).transitions).toEqual([
      'pending→unknown by charge-api',
      'unknown→needs_review by charge-api',
    ]);
  });
});

describe('what is found after a lost answer', () => {
  const FOUND: [Kind, (body: string) => string][] = [
    ['charge', (body) => body.replace('"1000"', '"1001"')],
    ['charge', (body) => body.replace('EUR', 'USD')],
    ['authorization', (body) => body.replace('"1000"', '"999"')],
    ['capture', (body) => body.replace('"700"', '"701"')],
    ['refund', (body) => body.replace('"400"', '"401"')],
  ];

  it.each(FOUND)('is never the end of a %s when the provider did something else', async (kind, alter) => {
    const key = `k-found-${kind}-${alter.toString().length}-${FOUND.findIndex(([, one]) => one === alter)}`;
    const send = await CALLS[kind]();
    const held = gate.holdNext();
    const answer = send(key);
    await (await held).forwardAlteredAndLoseAnswer(alter);
    expect((await answer).status).toBe(202);
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect(await traces(key)).toMatchObject({ state: 'needs_review', key: { unsettled: 'needs_review' }, events: [] });
  });
});

describe('a payment that belongs to another charge', () => {
  it('is never a second one, whatever the provider answers, and its batch goes on', async () => {
    const first = await world.globex.charge({ amount: 1000 });
    const { rows } = await world.database.ownerPool.query<{ provider_payment_id: string }>(
      'SELECT provider_payment_id FROM charges WHERE id = $1',
      [first.body.id],
    );
    const taken = rows[0]!.provider_payment_id;
    const before = await differences();
    const held = gate.holdNext();
    const answer = world.acme.charge({ amount: 1000 }, { key: 'k-taken' });
    const call = await held;
    const others = Promise.all(Array.from({ length: 8 }, () => world.acme.charge()));
    await call.forwardAndAlterAnswer((said) => ({ ...said, id: taken }));
    expect(await answer).toMatchObject({ status: 202, body: { status: 'needs_review' } });
    expect((await others).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(await traces('k-taken')).toMatchObject({ state: 'needs_review', events: [] });
    expect((await differences()).payment! - before.payment!).toBe(1);
    expect((await world.acme.charge({ amount: 1000 }, { key: 'k-taken' })).status).toBe(202);
  });
});

describe('an answer of another account', () => {
  it.each([
    ['a success', 201, (said: Record<string, unknown>) => ({ ...said, account: 'acct_ffffffffffffffffffffffff' })],
    ['a success of nobody', 201, (said: Record<string, unknown>) => ({ ...said, account: undefined })],
    ['a refusal', 402, () => ({ code: 'card_declined', account: 'acct_ffffffffffffffffffffffff' })],
  ])('is not believed, and found out: %s', async (what, status, alter) => {
    const key = `k-foreign-${what.replaceAll(' ', '-')}`;
    const held = gate.holdNext();
    const answer = world.acme.charge({}, { key });
    await (await held).forwardAndAlterAnswer(alter, status);
    expect((await answer).status).toBe(202);
    expect(await traces(key)).toMatchObject({ state: 'unknown', events: [] });
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
  });
});
