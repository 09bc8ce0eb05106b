import { randomBytes } from 'node:crypto';
import type { ProviderRecord } from '../core/provider-record.ts';
import type { Journal } from './journal.ts';

/**
 * Gives a store its account, once and for all: the account is part of the journal, so that a store and its account
 * cannot be parted. Ends when it is on the disk.
 *
 * If we crash here: the account may be in the journal or not. Recovery: the next start keeps the one that is there or
 * makes another. Two accounts for one store prevented by: nobody is answered before this has ended.
 */
export async function giveAccount(record: ProviderRecord, journal: Journal, now: Date): Promise<void> {
  if (record.hasAccount) return;
  const account = `acct_${randomBytes(12).toString('hex')}`;
  const entry = { kind: 'account', account, recorded_at: now.toISOString() } as const;
  record.add(entry);
  await journal.append(entry);
}
