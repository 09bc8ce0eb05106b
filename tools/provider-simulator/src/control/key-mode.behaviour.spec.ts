import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const sell = () => simulator.post('/v1/payments', 'k', SALE);
const outcome = async () => (await simulator.get('/v1/requests/k')).json<{ outcome: string }>().outcome;
const effectsOfKey = async () => (await simulator.read('/v1/effects?provider_key=k')).data.length;

describe('a provider that forgets keys after a window', () => {
  beforeEach(() => simulator.control({ key_mode: { mode: 'forget_after', window_ms: 1_000 } }));

  it('honours a key until the window is over', async () => {
    await sell();
    simulator.nowMs += 999;
    expect((await sell()).headers['idempotent-replayed']).toBe('true');
    expect([await outcome(), await effectsOfKey()]).toEqual(['found', 1]);
  });

  it('takes a forgotten key for new, and its record shows both effects', async () => {
    await sell();
    simulator.nowMs += 1_000;
    expect(await outcome()).toBe('absent');
    expect((await sell()).headers['idempotent-replayed']).toBeUndefined();
    expect([await outcome(), await effectsOfKey()]).toEqual(['found', 2]);
    simulator.nowMs += 999;
    expect((await sell()).headers['idempotent-replayed']).toBe('true');
  });

  it('takes another request under a forgotten key, too', async () => {
    await sell();
    simulator.nowMs += 1_000;
    expect((await simulator.post('/v1/payments', 'k', { ...SALE, amount_minor: '1' })).statusCode).toBe(201);
  });
});

describe('a provider that ignores keys', () => {
  beforeEach(() => simulator.control({ key_mode: { mode: 'ignore' } }));

  it('acts on every request, finds nothing, and its record shows it all', async () => {
    await sell();
    await sell();
    expect([await outcome(), await effectsOfKey()]).toEqual(['absent', 2]);
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({ replays_served: 0, effects: { captured: 2 } });
  });

  it('says absent even of a request that is in progress', async () => {
    await simulator.control({ key_mode: { mode: 'ignore' }, fault: 'hold' });
    const pending = sell();
    const isStillOpen = Promise.race([pending.then(() => false), simulator.entered.promise.then(() => true)]);
    expect([await isStillOpen, await outcome()]).toEqual([true, 'absent']);
    simulator.released.resolve();
    await pending;
  });
});

it.each([
  [{ mode: 'forget' }, /key_mode/],
  [{ mode: 'forget_after' }, /window_ms/],
  [{ mode: 'honour', window_ms: 5 }, /window_ms/],
])('%j is refused', async (mode, reason) => {
  await expect(simulator.control({ key_mode: mode })).rejects.toThrow(reason);
});
