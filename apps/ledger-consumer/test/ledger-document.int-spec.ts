import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, QueryResult } from 'pg';
import { consumedRecord } from './charge-event-record.ts';
import { documentQueries, renderRows } from './document-queries.ts';
import { openLedger, type LedgerFixture } from './ledger-fixture.ts';
import { seedChargeDatabase } from './seed-charge-database.ts';
import { exampleSteps, toTestEvent } from './worked-examples.ts';

const queries = documentQueries(readFileSync(join(import.meta.dirname, '../../../docs/ledger.md'), 'utf8'));

let ledger: LedgerFixture;
let charge: TestDatabase;
let pools: Record<'ledger' | 'charge', Pool>;

beforeAll(async () => {
  [ledger, charge] = await Promise.all([openLedger(), createTestDatabase('charge')]);
  pools = { ledger: ledger.db.ownerPool, charge: charge.ownerPool };
  await seedChargeDatabase(charge.ownerPool);
  // One by one, as days apart: entries of one batch would be posted in the same instant.
  for (const [offset, step] of exampleSteps().entries()) {
    await ledger.consume([consumedRecord(toTestEvent(step), { offset })]);
  }
});

afterAll(async () => {
  await charge.drop();
  await ledger.db.drop();
});

/** As a reader of the books would: nothing that the document says may need the right to write. */
const readOnly = async (pool: Pool, sql: string): Promise<QueryResult<Record<string, unknown>>> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

describe('docs/ledger.md', () => {
  it('shows the result of every query, of both databases', () => {
    expect(new Set(queries.map(({ database }) => database))).toEqual(new Set(['ledger', 'charge']));
    expect(queries.filter(({ result }) => result === undefined).map(({ title }) => title)).toEqual([]);
  });

  it.each(queries)('is right about the $database database: $title', async ({ database, sql, result }) => {
    const { fields, rows } = await readOnly(pools[database], sql);
    const columns = fields.map(({ name }) => name);
    expect(renderRows(columns, rows)).toBe(result);
  });

  it('works with examples that the ledger took whole', async () => {
    expect(await ledger.count('parked_records')).toBe(0);
    expect(await ledger.count('journal_entries')).toBe(8);
    expect(await ledger.count('charge_versions')).toBe(5);
  });
});
