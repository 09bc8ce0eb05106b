import { runStatementOnce, statement, type Tx } from '@once/database';
import type { Pool } from 'pg';
import type { ProviderWord } from './judge-finding.ts';

const LOCK_OPERATION = statement(
  'lock-reviewed-operation',
  `SELECT FROM operations
   WHERE id = $1::uuid
   -- Whoever keeps a word of the provider takes a lock of this row, or of its key's, which a decision holds too: it is
   -- committed before we read, and then counts, or it comes after our commit and finds the operation ended. NO KEY:
   -- rows that only refer to it may come.
   FOR NO KEY UPDATE`,
);

const READ_PROVIDER_WORDS = statement(
  'read-provider-words',
  `SELECT a.outcome, a.provider_payment_id
   FROM provider_attempts a
   WHERE a.operation_id = $1::uuid AND a.outcome IN ('succeeded', 'declined')
   UNION
   SELECT a.late_outcome, a.late_payment_id
   FROM provider_attempts a
   WHERE a.operation_id = $1::uuid AND a.late_outcome IS NOT NULL
   UNION
   SELECT n.outcome, n.provider_payment_id
   FROM provider_notices n
   WHERE n.operation_id = $1::uuid`,
);

interface Row {
  outcome: ProviderWord['outcome'];
  provider_payment_id: string | null;
}

/** All that the provider has said about an operation, and nothing more comes until this transaction has ended. */
export async function lockProviderWordsInTx(tx: Tx, operationId: string): Promise<ProviderWord[]> {
  await tx.query(LOCK_OPERATION, [operationId]);
  // A statement of its own, whose snapshot is taken after the wait for the lock.
  const { rows } = await tx.query<Row>(READ_PROVIDER_WORDS, [operationId]);
  return rows.map(toWord);
}

/** All that it has said up to now: for what is judged again under the lock. */
export async function readProviderWords(pool: Pool, operationId: string): Promise<ProviderWord[]> {
  const { rows } = await runStatementOnce<Row>(pool, READ_PROVIDER_WORDS, [operationId]);
  return rows.map(toWord);
}

const toWord = (row: Row): ProviderWord => ({ outcome: row.outcome, paymentId: row.provider_payment_id });
