import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

const RECEIVER = { url: 'http://127.0.0.1:9/notices', secret: 'whsec_c2VjcmV0' };
let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const sell = (fields: object = {}) => simulator.post('/v1/payments', 'k', { ...SALE, ...fields });
const posted = async () => {
  await nextTurn();
  return simulator.posted.map(({ notice }) => notice);
};
const byHand = (body: object) => simulator.app.inject({ method: 'POST', url: '/control/notices', payload: body });

describe('a notice of a decision', () => {
  it('goes to the receiver, once per decision and not for a replay', async () => {
    await simulator.control({ notices: RECEIVER });
    await sell();
    await sell();
    expect(await posted()).toMatchObject([
      { provider_key: 'k', operation: 'sale', outcome: 'succeeded', payment_id: 'pay_1', decline_code: null },
    ]);
    expect(simulator.posted[0]?.target).toMatchObject(RECEIVER);
    expect((await simulator.get('/control/notices')).json()).toMatchObject({ queued: 0, delivered: 1 });
  });

  it('goes out although the answer was lost', async () => {
    await simulator.control({ notices: RECEIVER, faults: [{ kind: 'effect_then_drop' }] });
    await expect(sell()).rejects.toThrow();
    expect(await posted()).toHaveLength(1);
  });

  it('repeats under one id', async () => {
    await simulator.control({ notices: { ...RECEIVER, repeat: 2 } });
    await sell({ source: 'tok_declined' });
    const notices = await posted();
    expect(notices).toHaveLength(3);
    expect(new Set(notices.map(({ notice_id }) => notice_id)).size).toBe(1);
    expect(notices[0]).toMatchObject({ outcome: 'declined', decline_code: 'generic_decline' });
  });

  it('is contradicted under another id', async () => {
    await simulator.control({ notices: { ...RECEIVER, contradict_probability: 1 } });
    await sell();
    const [truth, lie] = await posted();
    expect([truth?.outcome, lie?.outcome]).toEqual(['succeeded', 'declined']);
    expect(lie?.notice_id).not.toBe(truth?.notice_id);
  });

  it('does not go out by itself with probability 0, nor without a receiver', async () => {
    await simulator.control({ notices: { ...RECEIVER, probability: 0 } });
    await sell();
    await simulator.control({});
    await simulator.post('/v1/payments', 'k2', SALE);
    expect(await posted()).toEqual([]);
  });
});

describe('a notice by hand', () => {
  it('says what it is told to say, fills in what the record knows, and shows what the receiver answered', async () => {
    await sell();
    await simulator.control({ notices: RECEIVER });
    const answer = await byHand({ provider_key: 'k', outcome: 'declined', decline_code: 'stolen', repeat: 1 });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { provider_key: 'k', operation: 'sale', outcome: 'declined', decline_code: 'stolen', answers: [204, 204] },
    ]);
    const told = simulator.posted.map(({ notice }) => notice);
    expect([told.length, new Set(told.map(({ notice_id }) => notice_id)).size]).toEqual([2, 1]);
    simulator.receiverStatus = undefined;
    const truth = (await byHand({ provider_key: 'k', outcome: 'succeeded', notice_id: 'ntc_mine' })).json();
    expect(truth).toMatchObject({ notice_id: 'ntc_mine', payment_id: 'pay_1', decline_code: null, answers: [null] });
  });

  it('of a key that nobody knows needs its operation', async () => {
    await simulator.control({ notices: RECEIVER });
    const claim = { provider_key: 'nobody', outcome: 'succeeded', payment_id: 'pay_x' };
    expect((await byHand(claim)).json().message).toMatch(/operation: needed/);
    expect((await byHand({ ...claim, operation: 'sale' })).json()).toMatchObject({ payment_id: 'pay_x' });
  });

  it('is refused without a receiver, and where it is unclear', async () => {
    const claim = { provider_key: 'k', outcome: 'succeeded', operation: 'sale' };
    expect((await byHand(claim)).json()).toMatchObject({ code: 'no_receiver' });
    expect((await byHand({ ...claim, outcome: 'maybe' })).statusCode).toBe(400);
    expect((await byHand({ ...claim, colour: 'red' })).statusCode).toBe(400);
  });
});

it.each([
  [{ secret: 's' }, /notices.url/],
  [{ url: 'ftp://x/', secret: 's' }, /notices.url/],
  [{ ...RECEIVER, secret: '' }, /notices.secret/],
  [{ ...RECEIVER, delay_ms: { min: 2, max: 1 } }, /min is greater than max/],
  [{ ...RECEIVER, repeat: 11 }, /notices.repeat/],
  [{ ...RECEIVER, repaet: 1 }, /repaet/],
])('notices %j are refused with the reason', async (notices, reason) => {
  await expect(simulator.control({ notices })).rejects.toThrow(reason);
});
