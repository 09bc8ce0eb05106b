import { statement, type Tx } from '@once/database';
import type { Channel } from './review.ts';

const APPEND_OPERATOR_ACTION = statement(
  'append-operator-action',
  `INSERT INTO operator_actions (operator, channel, action, operation_id, charge_id, outcome, reason)
   VALUES ($1::text, $2::text, 'resolve_needs_review', $3::uuid, $4::uuid, $5::text, $6::text)`,
);

export interface OperatorAction {
  operator: string;
  channel: Channel;
  operationId: string;
  chargeId: string;
  outcome: 'succeeded' | 'failed';
  reason: string;
}

/** Writes the audit of a decision, which stands or falls with it. */
export async function appendOperatorActionInTx(tx: Tx, action: OperatorAction): Promise<void> {
  const { operator, channel, operationId, chargeId, outcome, reason } = action;
  await tx.query(APPEND_OPERATOR_ACTION, [operator, channel, operationId, chargeId, outcome, reason]);
}
