import type { ChargeTimelineBody } from '@once/contracts';
import { runInSnapshot, type Tx } from '@once/database';
import type { Pool } from 'pg';
import { findTimelineChargeInTx } from './find-timeline-charge.sql.ts';
import { listAttemptsInTx } from './list-attempts.sql.ts';
import { listEventsInTx } from './list-events.sql.ts';
import { listOperationsInTx } from './list-operations.sql.ts';
import { listTransitionsInTx } from './list-transitions.sql.ts';

/** Key records, provider attempts, transitions and events of a tenant's own charge, all as of one moment. */
export function readTimeline(pool: Pool, tenantId: string, chargeId: string): Promise<ChargeTimelineBody | undefined> {
  // Under READ COMMITTED each statement would see another moment: an operation that succeeded without its transition,
  // or an event that no transition led to.
  return runInSnapshot(pool, async (tx) => {
    const charge = await findTimelineChargeInTx(tx, tenantId, chargeId);
    return charge && { ...charge, ...(await readListsInTx(tx, chargeId)) };
  });
}

type Lists = Pick<ChargeTimelineBody, 'operations' | 'transitions' | 'events' | 'truncated'>;

async function readListsInTx(tx: Tx, chargeId: string): Promise<Lists> {
  const operations = await listOperationsInTx(tx, chargeId);
  const operationIds = operations.oldestFirst.map(({ id }) => id);
  const attempts = await listAttemptsInTx(tx, operationIds);
  const transitions = await listTransitionsInTx(tx, chargeId);
  const events = await listEventsInTx(tx, chargeId);
  const byOperation = Map.groupBy(attempts.oldestFirst, ({ operationId }) => operationId);
  const attemptsOf = (id: string) => (byOperation.get(id) ?? []).map(({ attempt }) => attempt);
  return {
    operations: operations.oldestFirst.map((operation) => ({ ...operation, attempts: attemptsOf(operation.id) })),
    transitions: [...transitions.oldestFirst],
    events: [...events.oldestFirst],
    truncated: [operations, attempts, transitions, events].some(({ isCut }) => isCut),
  };
}
