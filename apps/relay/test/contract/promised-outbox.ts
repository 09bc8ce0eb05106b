import { createTestDatabase, type TestDatabase } from '@once/testing';
import { escapeIdentifier, Pool } from 'pg';
import type { OutboxMessage } from './outbox-contract.ts';

/** A real table with the columns that the contract promises and no other: a statement that needs more fails. */
export class PromisedOutbox {
  private readonly database: TestDatabase;
  /** Sees the promised table in the real one's place: the search path is pinned, so no schema could stand before it. */
  readonly pool: Pool;

  private constructor(database: TestDatabase) {
    this.database = database;
    this.pool = new Pool({ connectionString: database.ownerUrl, max: 1 });
  }

  static async create(): Promise<PromisedOutbox> {
    const database = await createTestDatabase('charge');
    await database.ownerPool.query('DROP TABLE outbox CASCADE');
    return new PromisedOutbox(database);
  }

  async hold({ columns, row }: OutboxMessage): Promise<void> {
    const names = Object.keys(columns);
    const list = names.map(escapeIdentifier).join(', ');
    const definitions = names.map((name) => `${escapeIdentifier(name)} ${columns[name]}`).join(', ');
    const values = names.map((_name, index) => `$${index + 1}`).join(', ');
    await this.pool.query('DROP TABLE IF EXISTS outbox');
    await this.pool.query(`CREATE TABLE outbox (${definitions})`);
    const texts = names.map((name) => (name === 'payload' ? JSON.stringify(row[name]) : row[name]));
    await this.pool.query(`INSERT INTO outbox (${list}) VALUES (${values})`, texts);
  }

  async drop(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
  }
}
