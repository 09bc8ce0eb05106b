import { IdempotentOperations, type IdempotencyOptions, type OperationRequest } from '@once/idempotency';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { ScriptedHandler, type Scripted } from './scripted-handler.ts';

export interface KeySummary {
  state: string;
  epoch: string;
  attempt: number;
  unsettled: string | null;
}

export interface OperationFixture {
  database: TestDatabase;
  tenantId: string;
  /** An engine with a pool of its own, like another process. */
  engine(options?: Partial<IdempotencyOptions>): IdempotentOperations;
  request(key: string, changes?: Partial<OperationRequest<string>>): OperationRequest<string>;
  /** Leaves keys behind as a process does whose calls end so: `lost` is one that died in them. */
  leave(end: Scripted | 'lost', ...keys: string[]): Promise<void>;
  /** Moves the end of a key's lease into the past, as the passing of time would. */
  endLease(...keys: string[]): Promise<void>;
  /** Puts off whatever is due: what one test leaves must not be taken up in the next. */
  putOff(): Promise<void>;
  keyRow(key: string): Promise<KeySummary | undefined>;
  close(): Promise<void>;
}

class Fixture implements OperationFixture {
  readonly tenantId = randomUUID();
  readonly database: TestDatabase;
  private readonly engines: IdempotentOperations[] = [];

  constructor(database: TestDatabase) {
    this.database = database;
  }

  engine(options: Partial<IdempotencyOptions> = {}): IdempotentOperations {
    const engine = new IdempotentOperations(this.database.pool('charge_service'), options);
    this.engines.push(engine);
    return engine;
  }

  request(key: string, changes: Partial<OperationRequest<string>> = {}): OperationRequest<string> {
    return {
      tenantId: this.tenantId,
      idempotencyKey: key,
      operation: 'test.operation',
      resourceIds: [],
      input: { key },
      command: key,
      resourceId: randomUUID(),
      ...changes,
    };
  }

  async leave(end: Scripted | 'lost', ...keys: string[]): Promise<void> {
    const handler = new ScriptedHandler();
    handler.performing = () => (end === 'lost' ? Promise.reject(new Error('died')) : Promise.resolve(end));
    const engine = this.engine();
    await Promise.allSettled(keys.map((key) => engine.execute(this.request(key), handler)));
    // On a busy machine some are answered by the deadline, and end after that.
    await engine.drain();
    if (end === 'lost') await this.endLease(...keys);
  }

  async endLease(...keys: string[]): Promise<void> {
    await this.database.ownerPool.query(
      `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 second'
       WHERE idempotency_key = ANY ($1) AND state = 'PROCESSING'`,
      [keys],
    );
  }

  async putOff(): Promise<void> {
    await this.database.ownerPool.query(
      `UPDATE idempotency_keys SET lease_until = 'infinity' WHERE state = 'PROCESSING'`,
    );
  }

  async keyRow(key: string): Promise<KeySummary | undefined> {
    const { rows } = await this.database.ownerPool.query<KeySummary>(
      'SELECT state, epoch, attempt, unsettled FROM idempotency_keys WHERE idempotency_key = $1',
      [key],
    );
    return rows[0];
  }

  async close(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.drain()));
    await this.database.drop();
  }
}

export async function createOperationFixture(): Promise<OperationFixture> {
  const fixture = new Fixture(await createTestDatabase('charge'));
  const { ownerPool } = fixture.database;
  await ownerPool.query('INSERT INTO tenants (id, name) VALUES ($1, $2)', [fixture.tenantId, 'fixture']);
  return fixture;
}
