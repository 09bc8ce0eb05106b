import type { TimelineTransitionBody } from '@once/contracts';
import { statement, type Tx } from '@once/database';
import { newestRows, ROWS_TO_ASK, type NewestRows } from './newest-rows.ts';

const LIST_TRANSITIONS = statement(
  'list-timeline-transitions',
  `SELECT t.from_status, t.to_status,
          -- That a person decided is the tenant's business; who it was is not.
          CASE WHEN t.actor LIKE 'operator:%' THEN 'operator' ELSE t.actor END AS actor, t.reason, t.operation_id, t.traceparent, t.created_at
   FROM charge_transitions t
   WHERE t.charge_id = $1::uuid
   -- Ids of one charge rise in the order of its transitions: each was drawn under the charge's row lock.
   ORDER BY t.id DESC
   LIMIT $2::integer`,
);

interface Row {
  from_status: TimelineTransitionBody['from'];
  to_status: TimelineTransitionBody['to'];
  actor: string;
  reason: string;
  operation_id: string;
  traceparent: string | null;
  created_at: Date;
}

export async function listTransitionsInTx(tx: Tx, chargeId: string): Promise<NewestRows<TimelineTransitionBody>> {
  const { rows } = await tx.query<Row>(LIST_TRANSITIONS, [chargeId, ROWS_TO_ASK]);
  return newestRows(rows.map(toTransition));
}

const toTransition = ({ from_status: from, to_status: to, ...row }: Row): TimelineTransitionBody => ({
  from,
  to,
  ...row,
  created_at: row.created_at.toISOString(),
});
