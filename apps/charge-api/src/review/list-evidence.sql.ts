import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

/** An operation that was asked about for days has hundreds of tries that say the same. */
const MAX_SHOWN = 50;

const LIST_ATTEMPTS = statement(
  'list-review-attempts',
  `SELECT w.operation_id, a.*
   FROM unnest($1::uuid[]) AS w (operation_id),
     LATERAL (SELECT a.attempt, a.outcome, a.provider_payment_id, a.detail, a.is_late, a.late_outcome,
                     a.late_payment_id, a.started_at, a.ended_at, count(*) OVER () AS total
              FROM provider_attempts a
              WHERE a.operation_id = w.operation_id
              -- What the provider said itself is never what is left out; then the newest.
              ORDER BY a.outcome IN ('succeeded', 'declined') OR a.is_late DESC, a.attempt DESC
              LIMIT $2::integer) AS a
   ORDER BY a.attempt`,
);

const LIST_NOTICES = statement(
  'list-review-notices',
  `SELECT w.operation_id, n.*
   FROM unnest($1::uuid[]) AS w (operation_id),
     LATERAL (SELECT n.notice_id, n.outcome, n.provider_payment_id, n.decline_code, n.is_contradiction, n.occurred_at,
                     n.received_at, count(*) OVER () AS total
              FROM provider_notices n
              WHERE n.operation_id = w.operation_id
              ORDER BY n.received_at DESC, n.notice_id
              LIMIT $2::integer) AS n
   ORDER BY n.received_at, n.notice_id`,
);

export interface AttemptRow {
  operation_id: string;
  attempt: number;
  outcome: string;
  provider_payment_id: string | null;
  detail: string | null;
  is_late: boolean;
  late_outcome: string | null;
  late_payment_id: string | null;
  started_at: Date;
  ended_at: Date | null;
  total: string;
}

export interface NoticeRow {
  operation_id: string;
  notice_id: string;
  outcome: string;
  provider_payment_id: string | null;
  decline_code: string | null;
  is_contradiction: boolean;
  occurred_at: Date;
  received_at: Date;
  total: string;
}

/** What is known about one operation, oldest first, at most 50 of each; the totals tell how much more there is. */
export interface Evidence {
  attempts: AttemptRow[];
  notices: NoticeRow[];
}

/** Attempts and notices of operations, by operation. */
export async function listEvidence(pool: Pool, operationIds: readonly string[]): Promise<Map<string, Evidence>> {
  const values = [operationIds, MAX_SHOWN];
  const [attempts, notices] = await Promise.all([
    runStatementOnce<AttemptRow>(pool, LIST_ATTEMPTS, values),
    runStatementOnce<NoticeRow>(pool, LIST_NOTICES, values),
  ]);
  return new Map(
    operationIds.map((id) => [
      id,
      { attempts: attempts.rows.filter(isOf(id)), notices: notices.rows.filter(isOf(id)) },
    ]),
  );
}

const isOf =
  (id: string) =>
  (row: { operation_id: string }): boolean =>
    row.operation_id === id;
