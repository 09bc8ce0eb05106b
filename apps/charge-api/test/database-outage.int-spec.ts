import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { closeDatabase, killServiceConnections, openDatabase } from './database-faults.ts';

const KEYS = Array.from({ length: 120 }, (_, index) => `k-outage-${index}`);
const FAULTS = 40;
/** Callers at a time: enough to have claims, provider calls and completions in each moment. */
const CALLERS = 6;

let world: ChargeApiWorld;
beforeAll(async () => {
  const times = { ANSWER_DEADLINE_MS: '500', CLIENT_ATTEMPT_TIMEOUT_MS: '700', LEASE_MS: '1000' };
  world = await ChargeApiWorld.start({ instances: 2, env: times });
  await world.provider.setLatency(40);
});
afterAll(() => world.stop());

/** Asks with one key until there is an end, as a client does, and keeps every answer on the way. */
const insist = async (key: string, seen: Answer[]): Promise<Answer> =>
  eventually(
    `the end of ${key}`,
    async () => {
      const answer = await world.acme.charge({}, { key, url: world.instances[seen.length % 2]!.url });
      seen.push(answer);
      return [503, 409, 202, 500].includes(answer.status) ? undefined : answer;
    },
    50_000,
  );

const callAll = async (seen: Answer[]): Promise<Map<string, Answer>> => {
  const ends = new Map<string, Answer>();
  const queue = [...KEYS];
  const caller = async (): Promise<void> => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) ends.set(key, await insist(key, seen));
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return ends;
};

describe('a database that keeps dropping connections', () => {
  it('is answered by retryable problems alone, and each key ends in one charge', async () => {
    const seen: Answer[] = [];
    const storm = { isOver: false };
    const calling = callAll(seen).finally(() => (storm.isOver = true));
    // The next fault comes when something was answered since the last, so that there is always work to hit.
    const answered = (since: number) => eventually('an answer', () => storm.isOver || seen.length > since + 3);
    for (let fault = 1; fault <= FAULTS && !storm.isOver; fault++) {
      await killServiceConnections(world.database.name);
      if (fault % 8 === 0) {
        await closeDatabase(world.database.name);
        await answered(seen.length);
        await openDatabase(world.database.name);
      }
      await answered(seen.length);
    }
    const ends = await calling;
    const kinds = Object.groupBy(
      seen,
      ({ status, body }) => `${status} ${typeof body.code === 'string' ? body.code : ''}`,
    );
    const allowed = ['201 ', '202 ', '409 idempotency_key_in_use', '503 service_unavailable'];
    expect(Object.keys(kinds).filter((kind) => !allowed.includes(kind))).toEqual([]);
    const refused = kinds['503 service_unavailable'] ?? [];
    // The faults have hit something; a storm that nobody noticed would prove nothing.
    expect(refused.length).toBeGreaterThan(FAULTS / 4);
    expect(refused.filter(({ body }) => body.retryable !== true)).toEqual([]);
    expect(await world.count('SELECT FROM charges')).toBe(KEYS.length);
    expect(await world.count(`SELECT FROM charges WHERE status = 'captured'`)).toBe(KEYS.length);
    expect(await world.count('SELECT FROM outbox')).toBe(KEYS.length);
    const effects = await world.provider.effects();
    const charged = effects.map(({ metadata }) => metadata.charge_id);
    expect(charged.toSorted()).toEqual([...ends.values()].map(({ body }) => String(body.id)).toSorted());
    for (const [key, end] of ends) expect((await world.acme.charge({}, { key })).text).toBe(end.text);
  });
});
