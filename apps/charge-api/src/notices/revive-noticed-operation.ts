import { runInTx, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';
import { CHANGE_RULES } from '../change/rules/change-rules.ts';
import { findReceivedOperationInTx } from '../change/existing/find-received-operation.sql.ts';
import { judgeReceivedChangeInTx } from '../change/existing/received-changes.ts';
import { lockReceivedKeyInTx } from './lock-received-key.sql.ts';
import { lockReceivedNoticedKeyInTx } from './lock-received-noticed-key.sql.ts';
import { reviveNoticedKeyInTx } from './revive-noticed-key.sql.ts';

/** Has an operation taken up that was given back. */
export type Revival = () => Promise<void>;

/**
 * An operation was given back because it was certainly not sent, and the provider speaks of it all the same: one of us
 * is wrong. Has it found out, if it can still have what it needs: undefined where others have its place or its money by
 * now. The RECEIVED key's row is held by this transaction.
 */
export async function findRevivalInTx(tx: Tx, key: OperationKey): Promise<Revival | undefined> {
  const { kind } = await findReceivedOperationInTx(tx, key);
  // A charge that is only being made sets nothing aside.
  if (kind === 'charge.create') return () => reviveNoticedKeyInTx(tx, key);
  const { verdict, takeAgain } = await judgeReceivedChangeInTx(tx, CHANGE_RULES[kind], key);
  if (verdict.kind !== 'allowed') return undefined;
  return async () => {
    await takeAgain();
    await reviveNoticedKeyInTx(tx, key);
  };
}

/** The same on its own, for a notice that came while the operation was still in a worker's hands; true when it was so. */
export function reviveNoticedOperation(pool: Pool, key: OperationKey): Promise<boolean> {
  return revive(pool, key, lockReceivedNoticedKeyInTx);
}

/** The same where a look at the provider shows that it knows the operation, or can't deny it; true when it was so. */
export function reviveReceivedOperation(pool: Pool, key: OperationKey): Promise<boolean> {
  return revive(pool, key, lockReceivedKeyInTx);
}

function revive(pool: Pool, key: OperationKey, lockInTx: typeof lockReceivedKeyInTx): Promise<boolean> {
  // If we crash here: RECEIVED as before, or taken up with all that it needs. Recovery: the next round. Duplicate effect
  // prevented by: whoever takes it up asks the provider first.
  return runInTx(pool, async (tx) => {
    if (!(await lockInTx(tx, key))) return false;
    const revival = await findRevivalInTx(tx, key);
    await revival?.();
    return revival !== undefined;
  });
}
