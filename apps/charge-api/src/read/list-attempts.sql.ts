import type { TimelineAttemptBody } from '@once/contracts';
import { statement, type Tx } from '@once/database';
import { newestRows, ROWS_TO_ASK, type NewestRows } from './newest-rows.ts';

const LIST_ATTEMPTS = statement(
  'list-timeline-attempts',
  `SELECT a.operation_id, a.attempt, a.provider, a.provider_key, a.outcome, a.is_late, a.provider_payment_id,
          -- Other details are for operators: they name hosts and ports of ours.
          CASE WHEN a.outcome = 'declined' THEN a.detail END AS detail,
          a.started_at, a.ended_at
   FROM provider_attempts a
   WHERE a.operation_id = ANY ($1::uuid[])
   ORDER BY a.started_at DESC, a.operation_id DESC, a.attempt DESC
   LIMIT $2::integer`,
);

interface Row extends Omit<TimelineAttemptBody, 'started_at' | 'ended_at'> {
  operation_id: string;
  started_at: Date;
  ended_at: Date | null;
}

export interface AttemptOfOperation {
  operationId: string;
  attempt: TimelineAttemptBody;
}

/** The newest attempts at the provider, over all of the given operations. */
export async function listAttemptsInTx(
  tx: Tx,
  operationIds: readonly string[],
): Promise<NewestRows<AttemptOfOperation>> {
  const { rows } = await tx.query<Row>(LIST_ATTEMPTS, [operationIds, ROWS_TO_ASK]);
  return newestRows(rows.map(toAttempt));
}

const toAttempt = ({ operation_id: operationId, started_at: startedAt, ended_at: endedAt, ...row }: Row) => ({
  operationId,
  attempt: { ...row, started_at: startedAt.toISOString(), ended_at: endedAt?.toISOString() ?? null },
});
