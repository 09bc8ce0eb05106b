import { expect } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { attempt, type Attempt } from './database-attempt.ts';
import { TENANT_ID } from './rule-rows.ts';

/** A charge database with one tenant and nothing else, and what it says to those who would break its rules. */
export class RuleDatabase {
  readonly service: Pool;
  readonly owner: Pool;
  private readonly database: TestDatabase;

  private constructor(database: TestDatabase) {
    this.database = database;
    this.service = database.pool('charge_service');
    this.owner = database.ownerPool;
  }

  static async create(): Promise<RuleDatabase> {
    const database = await createTestDatabase('charge');
    await database.ownerPool.query(`INSERT INTO tenants (id, name) VALUES ('${TENANT_ID}', 'acme')`);
    return new RuleDatabase(database);
  }

  async accepts(what: Attempt): Promise<void> {
    expect(await attempt(this.service, what)).toEqual({ kind: 'accepted' });
  }

  /** With the service's rights, and with the owner's: the rule does not rest on a grant. */
  async refuses(what: Attempt, sqlState: string, rule: string): Promise<void> {
    for (const pool of [this.service, this.owner]) {
      expect(await attempt(pool, what)).toEqual({ kind: 'refused', sqlState, rule });
    }
  }

  async drop(): Promise<void> {
    await this.database.drop();
  }
}
