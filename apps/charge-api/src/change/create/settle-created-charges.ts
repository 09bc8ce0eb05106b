import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { Tx } from '@once/database';
import type { Settled, Settlement } from '@once/idempotency';
import { appendEventsInTx } from '../../charges/append-events.ts';
import { appendTransitionsInTx } from '../../charges/append-transitions.sql.ts';
import { toOutboxEvent } from '../../charges/charge-event.ts';
import { toChargeBody, type Charge } from '../../charges/charge.ts';
import { chargePath, resourceAnswer } from '../../charges/resource-answer.ts';
import { settleChargesInTx, type ChargeEnd } from '../../charges/settle-charges.sql.ts';
import { failureAnswer } from '../../operations/failure-answer.ts';
import { settleOperationsInTx, type SettledOperation } from '../../operations/settle-operations.sql.ts';
import type { OperationSettlement } from '../../operations/verdict.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';

type Item = Settlement<CreateChargeCommand, OperationSettlement>;

/** Where a verdict leads a new charge. */
const statusAfter = ({ verdict }: OperationSettlement, { input }: SettledOperation): ChargeEnd['status'] => {
  if (verdict.kind === 'failed') return 'failed';
  return input.capture === true ? 'captured' : 'authorized';
};

const cameFrom = ({ claim }: Item): ChargeEnd['from'] => claim.unsettled ?? 'pending';

/** The completion of new charges, in the transaction that holds their key rows. */
export async function settleCreatedChargesInTx(
  tx: Tx,
  items: readonly Item[],
  authorizationMs: number,
): Promise<Settled[]> {
  const operations = await settleOperationsInTx(
    tx,
    items.map(({ settlement }) => settlement),
  );
  const operationOf = ({ settlement }: Item) => found(operations, settlement.operationId);
  const ends = items.map((item) => toChargeEnd(item, operationOf(item)));
  const charges = await settleChargesInTx(tx, ends, authorizationMs);
  const settled = items.map((item) => ({
    item,
    charge: found(charges, item.claim.resourceId),
    operation: operationOf(item),
  }));
  await appendTransitionsInTx(tx, settled.map(toTransition));
  await appendEventsInTx(tx, settled.map(toEvent));
  return settled.map(toSettled);
}

interface SettledCharge {
  item: Item;
  charge: Charge;
  operation: SettledOperation;
}

const found = <T>(byId: Map<string, T>, id: string): T => {
  const value = byId.get(id);
  if (value === undefined) throw new Error(`${id} was changed but not returned`);
  return value;
};

const toChargeEnd = (item: Item, operation: SettledOperation): ChargeEnd => {
  const { claim, settlement } = item;
  const { verdict } = settlement;
  return {
    chargeId: claim.resourceId,
    status: statusAfter(settlement, operation),
    from: cameFrom(item),
    providerPaymentId: verdict.kind === 'succeeded' ? verdict.paymentId : null,
  };
};

const toTransition = ({ item, charge, operation }: SettledCharge) => {
  const { verdict } = item.settlement;
  return {
    chargeId: charge.id,
    operationId: operation.id,
    from: cameFrom(item),
    to: charge.status,
    reason: verdict.kind === 'succeeded' ? verdict.reason : verdict.failureCode,
    traceparent: operation.traceparent,
    actor: verdict.by,
  };
};

const toEvent = ({ item, charge, operation }: SettledCharge) =>
  toOutboxEvent(charge, {
    eventType: CHARGE_EVENT_TYPES[statusAfter(item.settlement, operation)],
    tenantId: item.claim.request.tenantId,
    operation: item.claim.request.operation,
    operationId: operation.id,
    providerAccount: operation.providerAccount,
    providerEffectId: operation.providerEffectId,
    amountMinor: charge.amountMinor,
    requestId: operation.requestId,
    idempotencyKey: item.claim.request.idempotencyKey,
    traceparent: operation.traceparent,
  });

const toSettled = ({ item, charge, operation }: SettledCharge): Settled => {
  const { verdict } = item.settlement;
  if (verdict.kind === 'succeeded') {
    return { state: 'COMPLETED', answer: resourceAnswer(201, chargePath(charge.id), toChargeBody(charge)) };
  }
  const { instance } = item.claim.request.command;
  const declined = 'The card was declined by the payment provider; nothing was charged.';
  return {
    state: 'FAILED',
    answer: failureAnswer(verdict, { instance, requestId: operation.requestId, chargeId: charge.id, declined }),
  };
};
