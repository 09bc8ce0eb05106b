import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const sell = (key = 'k') => simulator.post('/v1/payments', key, SALE);
const effectCount = async () => (await simulator.read('/v1/effects')).data.length;
const addFault = (fault: object) => simulator.app.inject({ method: 'POST', url: '/control/faults', payload: fault });
const bitten = async () =>
  (await simulator.get('/control/faults')).json<{ data: { bitten: number }[] }>().data.map((fault) => fault.bitten);

describe('a fault that the control document sets', () => {
  it('effect_then_drop keeps the effect and cuts the connection; the resend gets the answer', async () => {
    await simulator.control({ faults: [{ kind: 'effect_then_drop', times: 1 }] });
    await expect(sell()).rejects.toThrow();
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'found', http_status: 201 });
    expect((await sell()).headers['idempotent-replayed']).toBe('true');
    expect([await effectCount(), await bitten()]).toEqual([1, [1]]);
  });

  it('effect_then_drop without a bound drops the answers of replays too', async () => {
    await simulator.control({ faults: [{ kind: 'effect_then_drop' }] });
    await expect(sell()).rejects.toThrow();
    await expect(sell()).rejects.toThrow();
    expect([await effectCount(), await bitten()]).toEqual([1, [2]]);
  });

  it.each([
    [500, 'internal_error'],
    [502, 'bad_gateway'],
    [503, 'service_unavailable'],
    [504, 'gateway_timeout'],
  ])('effect_then_5xx keeps the effect and answers %d %s', async (status, code) => {
    await simulator.control({ faults: [{ kind: 'effect_then_5xx', status }] });
    const answer = await sell();
    expect([answer.statusCode, answer.json().code, await effectCount()]).toEqual([status, code, 1]);
  });

  it.each([
    [429, 'rate_limited'],
    [503, 'overloaded'],
  ])('refuse_before_effect answers %d %s with Retry-After, and nothing is kept', async (status, code) => {
    await simulator.control({ faults: [{ kind: 'refuse_before_effect', status, retry_after_s: 7 }] });
    const answer = await sell();
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([status, code, '7']);
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'absent', requests_seen: 1 });
  });

  it('drop_before_effect cuts the connection and keeps nothing', async () => {
    await simulator.control({ faults: [{ kind: 'drop_before_effect', times: 1 }] });
    await expect(sell()).rejects.toThrow();
    expect([await effectCount(), await bitten()]).toEqual([0, [1]]);
    expect((await sell()).headers['idempotent-replayed']).toBeUndefined();
  });

  it('find_inconclusive says nothing of what is found, and then no longer', async () => {
    await sell();
    await simulator.control({ faults: [{ kind: 'find_inconclusive', times: 1 }] });
    expect((await simulator.get('/v1/requests/k')).json()).toMatchObject({
      outcome: 'inconclusive',
      provider_key: 'k',
    });
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'found' });
    expect(await bitten()).toEqual([1]);
  });

  it('meant for find makes a lookup fail and leaves the money alone', async () => {
    await simulator.control({ faults: [{ kind: 'effect_then_5xx', status: 502, operations: ['find'] }] });
    expect((await sell()).statusCode).toBe(201);
    expect((await simulator.get('/v1/requests/k')).statusCode).toBe(502);
  });

  it('bites only in its window of time', async () => {
    await simulator.control({ faults: [{ kind: 'refuse_before_effect', window: { from_ms: 100, until_ms: 200 } }] });
    const statusAfter = async (ms: number) => {
      simulator.nowMs += ms;
      return (await sell()).statusCode;
    };
    expect([await statusAfter(99), await statusAfter(1), await statusAfter(99), await statusAfter(1)]).toEqual([
      201, 503, 503, 201,
    ]);
  });

  it('comes after an earlier one of the list, which ends the request', async () => {
    await simulator.control({
      faults: [{ kind: 'refuse_before_effect', status: 429, times: 1 }, { kind: 'drop_before_effect' }],
    });
    expect((await sell()).statusCode).toBe(429);
    expect(await bitten()).toEqual([1, 0]);
  });
});

describe('/control/faults', () => {
  it('takes one more fault and keeps the counts of the others, until all are taken away', async () => {
    await simulator.control({ faults: [{ kind: 'refuse_before_effect', times: 1 }] });
    await sell();
    const added = await addFault({ kind: 'drop_before_effect', provider_key: 'k2' });
    expect([added.statusCode, added.json().data]).toMatchObject([
      201,
      [
        { kind: 'refuse_before_effect', bitten: 1 },
        { kind: 'drop_before_effect', bitten: 0 },
      ],
    ]);
    await expect(sell('k2')).rejects.toThrow();
    const gone = await simulator.app.inject({ method: 'DELETE', url: '/control/faults' });
    expect(gone.json().data).toMatchObject([{ bitten: 1 }, { bitten: 1 }]);
    expect([await bitten(), (await sell('k2')).statusCode]).toEqual([[], 201]);
  });

  it('is what the control document shows, without the counts, so that it can be sent back', async () => {
    await addFault({ kind: 'hang', delay_ms: 5 });
    const shown = (await simulator.get('/control')).json();
    expect(shown.faults).toMatchObject([{ kind: 'hang', delay_ms: 5, when: 'before' }]);
    await simulator.control(shown);
    expect((await simulator.get('/control')).json()).toEqual(shown);
    await simulator.control({});
    expect((await simulator.get('/control')).json()).toMatchObject({ faults: [], key_mode: { mode: 'honour' } });
  });

  it('refuses a fault with the reason and what is allowed', async () => {
    const answer = await addFault({ kind: 'effect_then_drop', tmies: 1 });
    expect([answer.statusCode, answer.json().message]).toEqual([
      400,
      expect.stringMatching(/"tmies".*Allowed: .*hang/),
    ]);
    expect(await bitten()).toEqual([]);
  });

  it('refuses more than it can look at for every request', async () => {
    for (let count = 0; count < 100; count += 1) await addFault({ kind: 'effect_then_drop', provider_key: 'other' });
    const answer = await addFault({ kind: 'effect_then_drop' });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'too_many_faults']);
  });
});
