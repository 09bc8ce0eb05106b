import { statement, type Tx } from '@once/database';

const TAKE_SNAPSHOT = statement(
  'take-timeline-snapshot',
  // Under READ COMMITTED each statement would see another moment: an operation that succeeded without its transition,
  // or an event that no transition led to. Read-only and never serializable, so it neither waits nor fails.
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
);

/** Makes all that the transaction reads one moment. Must be its first statement. */
export async function takeSnapshotInTx(tx: Tx): Promise<void> {
  await tx.query(TAKE_SNAPSHOT);
}
