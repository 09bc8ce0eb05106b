import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { PoolClient } from 'pg';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ instances: 2 });
  // The start kept the event loop busy, and an instance sheds for a moment after that.
  for (const { url } of world.instances) {
    await eventually(`${url} takes requests`, async () => (await world.acme.charge({}, { url })).status === 201);
  }
});
afterAll(() => world.stop());

const bothWait = async (holder: PoolClient): Promise<void> => {
  await eventually('both claims wait for the charge', async () => {
    const { rowCount } = await holder.query(
      `SELECT FROM pg_stat_activity
       WHERE application_name = 'charge-api' AND datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rowCount === 2;
  });
};

describe('two refunds of everything, one on each instance, that find the charge locked', () => {
  it('are judged in turn: one gets it all, the other is told to wait, and then that nothing is left', async () => {
    const { status, body } = await world.acme.charge({ amount: 1_000 });
    expect(status).toBe(201);
    // As the service, whose role may see what its own sessions wait for.
    const holder = await world.database.pool('charge_service').connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM charges WHERE id = $1 FOR UPDATE', [body.id]);
      const ask = ({ url }: { url: string }, index: number) =>
        world.acme.refund(body.id, { amount: 1_000 }, { url, key: `k-everything-${index}` });
      const refunds = world.instances.map(ask);
      await bothWait(holder);
      await holder.query('COMMIT');
      const answers = await Promise.all(refunds);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const later = await Promise.all(world.instances.map(ask));
      expect(later.map(({ status }) => status).sort()).toEqual([201, 422]);
      expect(later.find(({ status }) => status === 422)?.body.code).toBe('charge_state_invalid');
    } finally {
      holder.release();
    }
    const { rows } = await world.database.ownerPool.query(
      'SELECT amount_refund_reserved_minor, amount_refunded_minor FROM charges WHERE id = $1',
      [body.id],
    );
    expect(rows).toEqual([{ amount_refund_reserved_minor: '1000', amount_refunded_minor: '1000' }]);
  });
});
