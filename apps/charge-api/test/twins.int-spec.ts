import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

/** Callers per key, half of them on each instance, and keys: 800 requests for 50 charges. */
const CALLERS = 16;
const KEYS = Array.from({ length: 50 }, (_, index) => `twin-${index}`);
/** Keys whose callers go off together. */
const AT_ONCE = 5;

let world: ChargeApiWorld;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ instances: 2 });
  // So that twins meet while the first is under way, and not only before and after.
  await world.provider.setLatency(30);
});
afterAll(() => world.stop());

const fire = (key: string, prefer?: string): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: CALLERS }, (_, index) =>
      world.acme.charge(
        {},
        { key, url: world.instances[index % 2]!.url, headers: prefer === undefined ? {} : { prefer } },
      ),
    ),
  );

const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

const expectOneCharge = async (key: string): Promise<void> => {
  const { rows } = await world.database.ownerPool.query<{ attempt: number; provider_key: string; charge_id: string }>(
    `SELECT a.attempt, a.provider_key, o.charge_id
     FROM operations o JOIN provider_attempts a ON a.operation_id = o.id WHERE o.idempotency_key = $1`,
    [key],
  );
  expect(rows).toEqual([expect.objectContaining({ attempt: 1 })]);
  expect(await world.provider.effectsOf(rows[0]!.charge_id)).toHaveLength(1);
};

describe('the same key in the same instant, on two instances', () => {
  it('has one effect; every other caller is told to come back or gets the same bytes', async () => {
    for (let start = 0; start < KEYS.length; start += AT_ONCE) {
      const keys = KEYS.slice(start, start + AT_ONCE);
      const groups = await Promise.all(keys.map((key) => fire(key)));
      for (const answers of groups) {
        const executed = answers.filter((answer) => answer.status === 201 && !isReplay(answer));
        expect(executed).toHaveLength(1);
        for (const answer of answers.filter((each) => each !== executed[0])) {
          if (answer.status === 201) expect(answer.text).toBe(executed[0]?.text);
          else {
            expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use', retryable: true } });
            expect(answer.headers.get('retry-after')).toBe('1');
          }
        }
      }
    }
    for (const key of KEYS) await expectOneCharge(key);
    expect(await world.count('SELECT FROM charges')).toBe(KEYS.length);
  });

  it('gives all of them the same bytes when they prefer to wait', async () => {
    const answers = await fire('twin-waiting', 'wait=10');
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
    await expectOneCharge('twin-waiting');
  });

  it('has no effect for the loser when their bodies differ', async () => {
    const bodies = Array.from({ length: CALLERS }, (_, index) => ({ amount: 1_000 + (index % 4) }));
    const answers = await Promise.all(
      bodies.map((fields, index) =>
        world.acme.charge(fields, {
          ...{ key: 'twin-quarrel', url: world.instances[index % 2]!.url, headers: { prefer: 'wait=10' } },
        }),
      ),
    );
    const winner = answers.find(({ status }) => status === 201)?.body.amount;
    const expected = bodies.map(({ amount }) => (amount === winner ? 201 : 422));
    expect(answers.map(({ status }) => status)).toEqual(expected);
    await expectOneCharge('twin-quarrel');
  });
});
