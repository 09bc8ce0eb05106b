import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_SETTINGS, namesakesOf, underSetting } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

const HOUR_MS = 3_600_000;

let world: ChargeApiWorld;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  await world.database.ownerPool.query(namesakesOf('charges', 'api_keys', 'operations', 'idempotency_keys'));
});
afterAll(() => world.stop());

const outcomeOf = ({ status, body: { code, status: of } }: Answer): string =>
  `${status} ${[code, of].find((said) => typeof said === 'string') ?? ''}`;

/** The calls of a charge's whole life, as a client repeats them. */
function callsOf(reference: string) {
  const { acme } = world;
  const fields = { amount: 1_000, capture: false, reference, description: 'Größe €' };
  const refund = (id: string, key: number, amount: number) => () =>
    acme.refund(id, { amount }, { key: `${reference}-${key}` });
  return {
    create: () => acme.charge(fields, { key: `${reference}-1` }),
    capture: (id: string) => () => acme.capture(id, undefined, { key: `${reference}-2` }),
    refunds: (id: string) => [refund(id, 3, 250), refund(id, 4, 250)],
    tooMuch: (id: string) => refund(id, 5, 501),
  };
}

/** What a client sees of a charge's life, with each answer asked for twice. */
async function liveThrough(reference: string): Promise<string[]> {
  const calls = callsOf(reference);
  const created = await calls.create();
  const id = String(created.body.id);
  const captured = await calls.capture(id)();
  // At the same time: under anything above READ COMMITTED one of them fails on the other's row lock.
  const refunded = await Promise.all(calls.refunds(id).map((refund) => refund()));
  const tooMuch = await calls.tooMuch(id)();
  const answers = [created, captured, ...refunded, tooMuch];
  const again = [calls.create, calls.capture(id), ...calls.refunds(id), calls.tooMuch(id)];
  const replays = await Promise.all(again.map((call) => call()));
  expect(replays.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
  const shown = await world.acme.get(`/v1/charges/${id}`);
  expect(shown.body).toMatchObject({ description: 'Größe €', created_at: created.body.created_at });
  expect(Math.abs(Date.now() - Date.parse(String(shown.body.created_at)))).toBeLessThan(HOUR_MS);
  const timeline = await world.acme.get(`/v1/charges/${id}/timeline`);
  expect(timeline.status).toBe(200);
  return [...answers, shown].map(outcomeOf);
}

describe('settings of the database that the sessions of the service inherit', () => {
  it.each(HOSTILE_SETTINGS)('change nothing that a client sees: %s = %s', async (name, value) => {
    await underSetting(world.database.name, [name, value], async () => {
      expect(await liveThrough(`${name}-${value.replaceAll(/\W/g, '')}`)).toEqual([
        ...['201 authorized', '200 captured', '201 succeeded', '201 succeeded', '422 amount_too_large'],
        '200 partially_refunded',
      ]);
      const ready = await fetch(`${world.instances[0]!.url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    });
    const succeeded = await world.count(`SELECT FROM provider_attempts WHERE outcome = 'succeeded'`);
    expect(await world.provider.effects()).toHaveLength(succeeded);
  });
});
