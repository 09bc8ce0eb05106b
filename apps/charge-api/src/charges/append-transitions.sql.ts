import type { ChargeStatus } from '@once/contracts';
import { statement, type Tx } from '@once/database';

const APPEND_TRANSITIONS = statement(
  'append-transitions',
  `INSERT INTO charge_transitions (charge_id, operation_id, from_status, to_status, actor, reason, traceparent)
   SELECT n.charge_id, n.operation_id, n.from_status, n.to_status, n.actor, n.reason, n.traceparent
   FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
               $7::text[])
     AS n (charge_id, operation_id, from_status, to_status, reason, traceparent, actor)`,
);

export interface Transition {
  chargeId: string;
  operationId: string;
  from: ChargeStatus;
  to: ChargeStatus;
  reason: string;
  traceparent: string | null;
  /** Who moved it: `charge-api`, `resolver`, or `operator:NAME`. */
  actor: string;
}

/** Writes the append-only history. A step that is not in the table of transitions is refused by its foreign key. */
export async function appendTransitionsInTx(tx: Tx, transitions: readonly Transition[]): Promise<void> {
  await tx.query(APPEND_TRANSITIONS, [
    transitions.map(({ chargeId }) => chargeId),
    transitions.map(({ operationId }) => operationId),
    transitions.map(({ from }) => from),
    transitions.map(({ to }) => to),
    transitions.map(({ reason }) => reason),
    transitions.map(({ traceparent }) => traceparent),
    transitions.map(({ actor }) => actor),
  ]);
}
