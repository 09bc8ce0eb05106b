import { runInTx } from '@once/database';
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { insertTenantInTx } from './insert-tenant.sql.ts';

/** 24 bytes, 192 bits: nothing to guess, and short enough to paste. */
const KEY_BYTES = 24;
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

export interface CreatedTenant {
  tenantId: string;
  /** Shown this once; only its SHA-256 is kept. */
  apiKey: string;
}

/** Makes a tenant and its first API key, or a further key for a known tenant. @throws RangeError for a bad name */
export async function createTenant(pool: Pool, name: string): Promise<CreatedTenant> {
  if (!NAME.test(name)) {
    throw new RangeError('a tenant name has 1 to 63 of a-z, 0-9, _ and -, and begins with a letter or a digit');
  }
  const apiKey = `sk_test_${randomBytes(KEY_BYTES).toString('base64url')}`;
  const keyHash = createHash('sha256').update(apiKey, 'utf8').digest();
  const tenantId = await runInTx(pool, (tx) => insertTenantInTx(tx, { id: uuidv7(), name, keyHash }));
  return { tenantId, apiKey };
}
