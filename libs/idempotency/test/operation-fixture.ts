import { IdempotentOperations, type IdempotencyOptions, type OperationRequest } from '@once/idempotency';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface OperationFixture {
  database: TestDatabase;
  tenantId: string;
  /** An engine with a pool of its own, like another process. */
  engine(options?: Partial<IdempotencyOptions>): IdempotentOperations;
  request(key: string, changes?: Partial<OperationRequest<string>>): OperationRequest<string>;
  /** Moves the end of a key's lease into the past, as the passing of time would. */
  endLease(key: string): Promise<void>;
  keyRow(key: string): Promise<{ state: string; epoch: string; attempt: number } | undefined>;
  close(): Promise<void>;
}

export async function createOperationFixture(): Promise<OperationFixture> {
  const database = await createTestDatabase('charge');
  const tenantId = randomUUID();
  await database.ownerPool.query('INSERT INTO tenants (id, name) VALUES ($1, $2)', [tenantId, 'fixture']);
  const engines: IdempotentOperations[] = [];
  const pools: Pool[] = [];
  return {
    database,
    tenantId,
    engine: (options = {}) => {
      const pool = database.pool('charge_service');
      pools.push(pool);
      const engine = new IdempotentOperations(pool, options);
      engines.push(engine);
      return engine;
    },
    request: (key, changes = {}) => ({
      tenantId,
      idempotencyKey: key,
      operation: 'test.operation',
      resourceIds: [],
      input: { key },
      command: key,
      resourceId: randomUUID(),
      ...changes,
    }),
    endLease: async (key) => {
      await database.ownerPool.query(
        `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 second'
         WHERE idempotency_key = $1 AND state = 'PROCESSING'`,
        [key],
      );
    },
    keyRow: async (key) => {
      const { rows } = await database.ownerPool.query<{ state: string; epoch: string; attempt: number }>(
        'SELECT state, epoch, attempt FROM idempotency_keys WHERE idempotency_key = $1',
        [key],
      );
      return rows[0];
    },
    close: async () => {
      await Promise.all(engines.map((engine) => engine.drain()));
      await database.drop();
    },
  };
}
