import type { Tx } from '@once/database';
import type { Settled, Settlement } from '@once/idempotency';
import { appendEventsInTx } from '../../charges/append-events.ts';
import { appendTransitionsInTx } from '../../charges/append-transitions.sql.ts';
import { toOutboxEvent } from '../../charges/charge-event.ts';
import type { Charge } from '../../charges/charge.ts';
import { lockChargesInTx } from '../../charges/lock-charges.sql.ts';
import { failureAnswer } from '../../operations/failure-answer.ts';
import { settleOperationsInTx, type SettledOperation } from '../../operations/settle-operations.sql.ts';
import type { OperationSettlement, Verdict } from '../../operations/verdict.ts';
import type { ChangeChargeCommand } from './change-charge.command.ts';
import type { ChangeRule } from '../rules/change-rule.ts';
import { writeChargesInTx, type ChargeChange } from './write-charges.sql.ts';

type Item = Settlement<ChangeChargeCommand, OperationSettlement>;

interface SettledChange {
  item: Item;
  /** The charge before this change, and after it; the same when it did not take place and nothing was set aside. */
  before: Charge;
  after: Charge;
  operation: SettledOperation;
}

/** The completion of changes of one kind. No two of them concern one charge: a batch holds each charge once. */
export async function settleChangesInTx(tx: Tx, rule: ChangeRule, items: readonly Item[]): Promise<Settled[]> {
  const charges = await lockChargesInTx(tx, items.map(toWanted));
  const operations = await settleOperationsInTx(
    tx,
    items.map(({ settlement }) => settlement),
  );
  const before = (item: Item) => found(charges, item.claim.request.command.chargeId);
  const operationOf = (item: Item) => found(operations, item.settlement.operationId);
  const changes = items.flatMap((item) => changeOf(rule, item.settlement.verdict, before(item), operationOf(item)));
  const after = await writeChargesInTx(tx, changes);
  const settled = items.map((item): SettledChange => {
    const charge = before(item);
    return { item, before: charge, after: after.get(charge.id) ?? charge, operation: operationOf(item) };
  });
  const succeeded = settled.filter(({ item }) => item.settlement.verdict.kind === 'succeeded');
  await appendTransitionsInTx(tx, succeeded.map(toTransition));
  await appendEventsInTx(
    tx,
    succeeded.map((one) => toEvent(rule, one)),
  );
  return settled.map((one) => toSettled(rule, one));
}

const found = <T>(byId: Map<string, T>, id: string): T => {
  const value = byId.get(id);
  if (value === undefined) throw new Error(`${id} was expected in this transaction`);
  return value;
};

const toWanted = ({ claim }: Item) => ({
  chargeId: claim.request.command.chargeId,
  tenantId: claim.request.tenantId,
});

const changeOf = (
  rule: ChangeRule,
  verdict: Verdict,
  charge: Charge,
  { amountMinor, isGivenBack }: SettledOperation,
): ChargeChange[] => {
  if (verdict.kind === 'succeeded') return [{ before: charge, after: rule.succeeded(charge, amountMinor), events: 1 }];
  // Given back already, when it went back to RECEIVED.
  const after = isGivenBack ? undefined : rule.failed?.(charge, amountMinor);
  return after ? [{ before: charge, after, events: 0 }] : [];
};

const toTransition = ({ item, before, after, operation }: SettledChange) => {
  const { verdict } = item.settlement;
  return {
    chargeId: after.id,
    operationId: operation.id,
    from: before.status,
    to: after.status,
    reason: verdict.kind === 'succeeded' ? verdict.reason : verdict.failureCode,
    traceparent: operation.traceparent,
    actor: verdict.by,
  };
};

const toEvent = (rule: ChangeRule, { item, after, operation }: SettledChange) =>
  toOutboxEvent(after, {
    eventType: rule.eventType,
    tenantId: item.claim.request.tenantId,
    operation: item.claim.request.operation,
    operationId: operation.id,
    providerAccount: operation.providerAccount,
    providerEffectId: operation.providerEffectId,
    amountMinor: operation.amountMinor,
    requestId: operation.requestId,
    idempotencyKey: item.claim.request.idempotencyKey,
    traceparent: operation.traceparent,
  });

const toSettled = (rule: ChangeRule, { item, after, operation }: SettledChange): Settled => {
  const { verdict } = item.settlement;
  if (verdict.kind === 'succeeded') return { state: 'COMPLETED', answer: rule.answer(after, operation) };
  const { declined } = rule;
  const failed = { instance: rule.instance(after.id), requestId: operation.requestId, chargeId: after.id, declined };
  return { state: 'FAILED', answer: failureAnswer(verdict, failed) };
};
