import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { readOutboxLagSeconds, readOutboxPending } from './backlog.sql.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase('charge');
  pool = database.pool('relay_service');
});
beforeEach(() => database.ownerPool.query('DELETE FROM outbox'));
afterAll(() => database.drop());

interface TestRow {
  shard: number;
  /** Age of the row, seconds. */
  ageS: number;
  isPublished?: boolean;
}

/** In the order given: later rows have larger ids. */
const append = async (rows: readonly TestRow[]): Promise<void> => {
  for (const { shard, ageS, isPublished = false } of rows) {
    await database.ownerPool.query(
      `INSERT INTO outbox (event_id, charge_id, version, shard, event_type, payload, tenant_id, occurred_at, created_at,
                           published_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 1, $1, 'payments.charge.captured.v1', '{}', 'acme', now(),
               clock_timestamp() - $2::integer * interval '1 second', CASE WHEN $3::boolean THEN clock_timestamp() END)`,
      [shard, ageS, isPublished],
    );
  }
};

const HOUR_S = 3_600;
/** The clock goes on between a row and its reading, and no machine takes this long for that. */
const lagOf = async (): Promise<number> => Math.floor((await readOutboxLagSeconds(pool)) / HOUR_S);

describe('the lag of the outbox', () => {
  it('is the age of the oldest event that is not published, wherever the newest is', async () => {
    await append([
      { shard: 3, ageS: 5 * HOUR_S },
      { shard: 3, ageS: 2 * HOUR_S },
      { shard: 7, ageS: HOUR_S },
      { shard: 3, ageS: 0 },
    ]);
    expect(await lagOf()).toBe(5);
  });

  it('is that of the shard that is behind, first or last in number', async () => {
    await append([
      { shard: 0, ageS: HOUR_S },
      { shard: 11, ageS: 4 * HOUR_S },
    ]);
    expect(await lagOf()).toBe(4);
    await append([{ shard: 0, ageS: 0 }]);
    await database.ownerPool.query('UPDATE outbox SET published_at = now() WHERE shard = 11');
    expect(await lagOf()).toBe(1);
  });

  it('does not count what is published, however old it is', async () => {
    await append([
      { shard: 3, ageS: 9 * HOUR_S, isPublished: true },
      { shard: 3, ageS: 2 * HOUR_S },
      { shard: 4, ageS: 7 * HOUR_S, isPublished: true },
    ]);
    expect(await lagOf()).toBe(2);
  });

  it('is 0 with nothing to publish', async () => {
    await append([{ shard: 3, ageS: 9 * HOUR_S, isPublished: true }]);
    expect(await readOutboxLagSeconds(pool)).toBe(0);
  });
});

describe('the number of pending events', () => {
  it('counts every event that is not published, of all shards and no other', async () => {
    await append([
      { shard: 0, ageS: 1 },
      { shard: 3, ageS: 2 * HOUR_S },
      { shard: 3, ageS: 1 },
      { shard: 11, ageS: 1 },
      { shard: 11, ageS: 1, isPublished: true },
    ]);
    expect(await readOutboxPending(pool)).toBe(4);
  });
});
