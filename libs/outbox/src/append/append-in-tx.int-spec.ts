import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { constraintOf, runInTx, sqlStateOf } from '@once/database';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { sampleEvent } from '../../test/sample-event.ts';
import { OutboxWaker } from '../wake/outbox-waker.ts';
import { OUTBOX_WAKE_CHANNEL } from '../wake/wake-channel.ts';
import { appendInTx } from './append-in-tx.ts';
import type { OutboxEvent } from './outbox-event.ts';

const CHECK_PRIVILEGE = '42501';

describe('appendInTx', () => {
  let database: TestDatabase;
  let service: Pool;

  beforeAll(async () => {
    database = await createTestDatabase('charge');
    service = database.pool('charge_service');
  });
  afterAll(async () => {
    await database.drop();
  });

  const append = (...events: OutboxEvent[]): Promise<void> => runInTx(service, (tx) => appendInTx(tx, events));
  const rowsOf = async (chargeId: string) =>
    (
      await service.query<{ version: number; payload: string }>(
        'SELECT * FROM outbox WHERE charge_id = $1 ORDER BY id',
        [chargeId],
      )
    ).rows;

  it('stores the event as it will be published', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const event = sampleEvent({ traceparent, shard: 11 });
    await append(event);
    const [row] = await rowsOf(event.chargeId);
    expect(row).toMatchObject({
      event_id: event.eventId,
      version: 1,
      shard: 11,
      event_type: event.eventType,
      traceparent,
    });
    expect(row).toMatchObject({ tenant_id: 'acme', occurred_at: new Date('2026-11-20T10:00:00.123Z') });
    expect(row).toMatchObject({ published_at: null, published_offset: null });
    expect(JSON.parse(row?.payload ?? '')).toEqual(event.body);
  });

  it('stores nothing when the transaction rolls back', async () => {
    const event = sampleEvent();
    const failing = runInTx(service, async (tx) => {
      await appendInTx(tx, [event]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await rowsOf(event.chargeId)).toEqual([]);
    await append(event);
    expect(await rowsOf(event.chargeId)).toHaveLength(1);
  });

  it('draws ids in the order of versions, in whatever order the events are given', async () => {
    const chargeIds = [randomUUID(), randomUUID()];
    const events = chargeIds.flatMap((chargeId) =>
      [5, 1, 4, 2, 3].map((version) => sampleEvent({ chargeId, version })),
    );
    await append(...events);
    for (const chargeId of chargeIds) {
      expect((await rowsOf(chargeId)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('refuses a version that is taken, and the whole append with it', async () => {
    const first = sampleEvent({ version: 7 });
    await append(first);
    const other = sampleEvent();
    const error: unknown = await append(other, sampleEvent({ chargeId: first.chargeId, version: 7 })).catch(
      (e: unknown) => e,
    );
    expect(sqlStateOf(error)).toBe('23505');
    expect(constraintOf(error)).toBe('outbox_event_identity_pkey');
    expect(await rowsOf(other.chargeId)).toEqual([]);
  });

  it('refuses an event id that is taken, also after its partition is gone', async () => {
    const first = sampleEvent();
    await append(first);
    await database.ownerPool.query('DELETE FROM outbox WHERE event_id = $1', [first.eventId]);
    const error: unknown = await append(sampleEvent({ eventId: first.eventId })).catch((e: unknown) => e);
    expect(constraintOf(error)).toBe('outbox_event_identity_event_id_key');
  });

  it('accepts an append of a day without a partition', async () => {
    const days = await database.ownerPool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent = 'outbox'::regclass AND inhrelid::regclass::text ~ '^outbox_p'`,
    );
    for (const { name } of days.rows) await database.ownerPool.query(`ALTER TABLE outbox DETACH PARTITION ${name}`);
    const event = sampleEvent();
    await append(event);
    expect(await rowsOf(event.chargeId)).toHaveLength(1);
  });

  it('does not let the appending service mark, change or delete an event, nor choose its id', async () => {
    const forbidden = [
      'UPDATE outbox SET published_at = now()',
      "UPDATE outbox SET payload = '{}'",
      'DELETE FROM outbox',
      'DELETE FROM outbox_event_identity',
      'INSERT INTO outbox (id) VALUES (1)',
      'SELECT outbox_drop_partition(current_date - 30)',
    ];
    for (const sql of forbidden) {
      const error: unknown = await service.query(sql).catch((e: unknown) => e);
      expect([sql, sqlStateOf(error)]).toEqual([sql, CHECK_PRIVILEGE]);
    }
  });

  it('wakes listeners after commit', async () => {
    const listener = new Client({ connectionString: database.serviceUrl('relay_service') });
    await listener.connect();
    await listener.query(`LISTEN ${OUTBOX_WAKE_CHANNEL}`);
    const woken = new Promise((resolve) => listener.once('notification', ({ payload }) => resolve(payload)));
    const waker = new OutboxWaker(service);
    waker.wake(5);
    expect(await woken).toBe('5');
    await waker.close();
    await listener.end();
  });
});
