import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrape } from './exposition.ts';
import { captureLogLines } from './log-lines.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate, type HeldCall } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

const DECLINED = { code: 'card_declined', decline_code: 'generic_decline', message: 'declined' };

let gate: ProviderGate;
let world: ChargeApiWorld;
let sweeps: SweepsByHand;
let lines: string[];
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url, LOG_LEVEL: 'info' } });
  gate.target = world.provider.url;
  lines = captureLogLines();
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(async () => {
  gate.letGo();
  await world.provider.control({});
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const contradictions = async () => (await scrape(world.instances[0]!.url)).get('provider_contradictions_total');
/** Alarms that the log has for an operation. */
const alarmsFor = (operationId: string) =>
  lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ level, operation_id: id }) => level === 'error' && id === operationId);

const REFUND = async () => {
  const { body } = await world.acme.charge({ amount: 1_000 });
  return (key: string) => world.acme.refund(body.id, { amount: 400 }, { key });
};
const CHARGE = () => Promise.resolve((key: string) => world.acme.charge({}, { key }));
const INTENTS = { charge: CHARGE, refund: REFUND };

/** A first try whose call is on its way, and whose worker is about to be taken for lost. */
const begin = async (kind: keyof typeof INTENTS, key: string) => {
  const send = await INTENTS[kind]();
  const held = gate.holdNext();
  const first = send(key);
  return { send, first, call: await held };
};

const resumeAnd = async (key: string, act: (call: HeldCall) => unknown): Promise<void> => {
  const held = gate.holdNext();
  const resuming = sweeps.resume(key);
  await act(await held);
  expect(await resuming).toBe('completed');
};

/** Everything about an operation and its charge that a late answer could have moved. */
const whatStands = async (key: string) => {
  const { attempts, ...rest } = await traces(key);
  return { ...rest, attempts: attempts.length, stored: await world.stored() };
};

describe.each(['charge', 'refund'] as const)('a late success of a %s that has failed', (kind) => {
  it('moves nothing, is kept on its attempt and raises an alarm', async () => {
    const key = `k-late-success-${kind}`;
    const { send, first, call } = await begin(kind, key);
    await resumeAnd(key, (again) => again.answer(402, DECLINED));
    const stored = await send(key);
    expect(stored.status).toBe(402);
    const [before, alarmsBefore] = [await whatStands(key), await contradictions()];
    expect(before.state).toBe('failed');
    await call.forward();
    // The worker that is late has a caller, who gets the truth that is stored.
    expect(await first).toMatchObject({ status: 402, text: stored.text });
    expect(await whatStands(key)).toEqual(before);
    const { id, attempts } = await traces(key);
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'succeeded', isLate: true, lateOutcome: 'succeeded', paymentId: expect.any(String) },
      { attempt: 2, outcome: 'declined', isLate: false, lateOutcome: null },
    ]);
    expect(await contradictions()).toBe(Number(alarmsBefore) + 1);
    expect(alarmsFor(id)).toMatchObject([{ attempt: 1, state: 'failed', late_answer: 'succeeded' }]);
    expect((await send(key)).text).toBe(stored.text);
  });
});

describe('a late answer that contradicts what was found out about the very same try', () => {
  it('is kept beside it, and raises an alarm', async () => {
    const key = 'k-same-try';
    const { send, first, call } = await begin('charge', key);
    await call.forwardAndKeepAnswer();
    expect(await sweeps.resume(key)).toBe('completed');
    const [before, alarmsBefore] = [await whatStands(key), await contradictions()];
    call.answer(402, DECLINED);
    expect(await first).toMatchObject({ status: 201, text: (await send(key)).text });
    expect(await whatStands(key)).toEqual(before);
    const { id, attempts } = await traces(key);
    expect(attempts).toMatchObject([
      { outcome: 'succeeded', isLate: true, lateOutcome: 'declined', detail: 'late answer: declined; generic_decline' },
    ]);
    expect(await contradictions()).toBe(Number(alarmsBefore) + 1);
    expect(alarmsFor(id)).toHaveLength(1);
  });
});

describe('a late success with another payment than that of the charge', () => {
  it('is money taken twice by a provider that broke its word, and raises an alarm', async () => {
    const key = 'k-two-payments';
    const { first, call } = await begin('charge', key);
    await resumeAnd(key, (again) => again.forward());
    const [before, alarmsBefore] = [await whatStands(key), await contradictions()];
    await call.forwardAndAlterAnswer((said) => ({ ...said, id: 'pay_second' }));
    expect((await first).status).toBe(201);
    expect(await whatStands(key)).toEqual(before);
    expect(await contradictions()).toBe(Number(alarmsBefore) + 1);
    const { id, attempts } = await traces(key);
    expect(attempts).toMatchObject([{ isLate: true, lateOutcome: 'succeeded' }, { isLate: false }]);
    expect(attempts[0]?.paymentId).not.toBe(attempts[1]?.paymentId);
    expect(alarmsFor(id)).toHaveLength(1);
  });
});

describe('a late answer that says what is known already', () => {
  it.each(['charge', 'refund'] as const)('is kept for a %s, and is no alarm', async (kind) => {
    const key = `k-agreeing-${kind}`;
    const { first, call } = await begin(kind, key);
    await resumeAnd(key, (again) => again.forward());
    const [before, alarmsBefore] = [await whatStands(key), await contradictions()];
    await call.forward();
    expect((await first).status).toBe(201);
    expect(await whatStands(key)).toEqual(before);
    const { id, attempts } = await traces(key);
    expect(attempts).toMatchObject([
      { outcome: 'succeeded', isLate: true, lateOutcome: 'succeeded' },
      { outcome: 'succeeded', isLate: false },
    ]);
    expect(attempts[0]?.paymentId).toBe(attempts[1]?.paymentId);
    expect(await contradictions()).toBe(alarmsBefore);
    expect(alarmsFor(id)).toEqual([]);
  });
});

describe('a late answer for an operation that has no outcome yet', () => {
  it('is kept, settles nothing by itself, and becomes an alarm only if the end contradicts it', async () => {
    const key = 'k-still-open';
    const { first, call } = await begin('charge', key);
    await resumeAndLose(key);
    const alarmsBefore = await contradictions();
    call.answer(402, DECLINED);
    expect((await first).status).toBe(202);
    expect(await traces(key)).toMatchObject({
      ...{ state: 'unknown', charge: { status: 'unknown' } },
      attempts: [{ outcome: 'declined', isLate: true }, { outcome: 'unknown' }],
    });
    expect(await contradictions()).toBe(alarmsBefore);
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await traces(key)).toMatchObject({
      ...{ state: 'succeeded' },
      attempts: [{ outcome: 'declined' }, { outcome: 'succeeded' }],
    });
    expect(await contradictions()).toBe(Number(alarmsBefore) + 1);
  });
});

const resumeAndLose = async (key: string): Promise<void> => {
  const held = gate.holdNext();
  const resuming = sweeps.resume(key);
  await (await held).forwardAndLoseAnswer();
  expect(await resuming).toBe('unsettled');
};
