import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import { EmptyEndedInputs } from '../src/sweeps/empty-ended-inputs.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

let world: ChargeApiWorld;
let sweeps: SweepsByHand;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(() => world.provider.control({}));
afterAll(() => world.stop());

/** Tables of the charge database in which a row tells a source of money, however it is spelt there. */
const tablesWithSource = async (): Promise<string[]> => {
  const { ownerPool } = world.database;
  const { rows } = await ownerPool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    // Bytes are shown as hexadecimal digits: the answers are among them.
    const told = `t::text LIKE '%tok\\_%' OR t::text LIKE '%' || encode('tok_', 'hex') || '%'`;
    if ((await world.count(`SELECT FROM ${name} t WHERE ${told}`)) > 0) found.push(name);
  }
  return found;
};

const stateOf = async (key: string): Promise<unknown> =>
  (await world.acme.get(`/v1/idempotency-keys/${key}`)).body.state;

describe('the source of the money', () => {
  it('is kept nowhere once its operation has ended, however it ended', async () => {
    expect((await world.acme.charge({}, { key: 'k-taken' })).status).toBe(201);
    expect((await world.acme.charge({ source: 'tok_declined' }, { key: 'k-declined' })).status).toBe(402);
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    expect((await world.acme.charge({}, { key: 'k-unknown' })).status).toBe(202);
    expect(await tablesWithSource()).toEqual(['operations']);
    await sweeps.resolve('k-unknown');
    await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
    expect((await world.acme.charge({}, { key: 'k-abandoned' })).status).toBe(503);
    expect(await tablesWithSource()).toEqual(['operations']);
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE state = 'RECEIVED'`,
    );
    await world.instances[0]!.app.get(AbandonOperations).run();
    const states = await Promise.all(['k-taken', 'k-declined', 'k-unknown', 'k-abandoned'].map(stateOf));
    expect(states).toEqual(['COMPLETED', 'FAILED', 'COMPLETED', 'FAILED']);
    expect(await tablesWithSource()).toEqual([]);
  });

  it('is there for whoever sends an operation that has not ended', async () => {
    await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
    expect((await world.acme.charge({ capture: false }, { key: 'k-later' })).status).toBe(503);
    const sent = await world.acme.charge({ capture: false }, { key: 'k-later' });
    expect(sent).toMatchObject({ status: 201, body: { status: 'authorized' } });
    expect(await tablesWithSource()).toEqual([]);
  });

  it('is not kept of what is refused under the lock, either', async () => {
    const { body } = await world.acme.charge({ amount: 5 });
    expect((await world.acme.refund(body.id, { amount: 6 })).status).toBe(422);
    expect(await world.count(`SELECT FROM operations WHERE completed_at IS NOT NULL AND input IS NOT NULL`)).toBe(0);
  });

  it('is taken from what ended under an earlier version, a batch at a time', async () => {
    await world.database.ownerPool.query(`UPDATE operations SET input = '{"source":"tok_visa"}'`);
    const job = world.instances[0]!.app.get(EmptyEndedInputs);
    expect(await job.run()).toBe(await world.count('SELECT FROM operations'));
    expect(await job.run()).toBe(0);
    expect(await tablesWithSource()).toEqual([]);
  });
});
