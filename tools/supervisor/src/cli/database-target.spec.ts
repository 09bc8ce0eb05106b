import { describe, expect, it } from '@jest/globals';
import type { StackFile } from '../stack-file/stack-file.ts';
import { findDatabase } from './database-target.ts';

const stack = { chargeDbUrl: 'postgres://stack/charge', ledgerDbUrl: 'postgres://stack/ledger' } as StackFile;
const running = () => Promise.resolve(stack);
const notRunning = () => Promise.resolve(null);
const OWNER = 'postgres://owner@host/charge';
const ADMIN = 'postgres://admin@host/postgres';

describe('findDatabase', () => {
  it.each([
    ['charge', { DATABASE_URL: OWNER, PG_URL: ADMIN }, { kind: 'owner', url: OWNER, from: 'DATABASE_URL' }],
    ['charge', { PG_URL: ADMIN }, { kind: 'admin', url: ADMIN }],
    ['charge', { DATABASE_URL: '', PG_URL: '' }, { kind: 'owner', url: stack.chargeDbUrl, from: 'the running stack' }],
    ['ledger', {}, { kind: 'owner', url: stack.ledgerDbUrl, from: 'the running stack' }],
  ] as const)('finds %s by %j', async (database, env, expected) => {
    expect(await findDatabase(database, env, running)).toEqual(expected);
  });

  it('says what to set when there is nothing to go by', async () => {
    expect(await findDatabase('ledger', {}, notRunning)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/ledger.*DATABASE_URL.*PG_URL.*npm start/),
    });
  });

  it('names a variable that is no such URL without showing it', async () => {
    const refused = await findDatabase('charge', { PG_URL: 'mysql://admin:hunter2@host/db' }, running);
    expect(refused).toMatchObject({ kind: 'refused', message: expect.stringMatching(/^PG_URL must look like/) });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });
});
