import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { Tx } from '@once/database';
import type { Settled, Settlement } from '@once/idempotency';
import { appendInTx } from '@once/outbox';
import { appendTransitionsInTx } from '../charges/append-transitions.sql.ts';
import { toOutboxEvent } from '../charges/charge-event.ts';
import type { Charge } from '../charges/charge.ts';
import { lockChargesInTx } from '../charges/lock-charges.sql.ts';
import { refundPath, resourceAnswer } from '../charges/resource-answer.ts';
import { problemAnswer } from '../http/problem-answer.ts';
import { settleOperationsInTx, type SettledOperation } from '../operations/settle-operations.sql.ts';
import type { ProviderResult } from '../provider/payment-provider.ts';
import { applyRefundsInTx } from './apply-refunds.sql.ts';
import { toRefundBody } from './refund-body.ts';
import type { RefundChargeCommand } from './refund-charge.command.ts';
import { releaseRefundsInTx } from './release-refunds.sql.ts';

export interface RefundSettlement {
  result: Extract<ProviderResult, { kind: 'succeeded' | 'declined' }>;
}

type Item = Settlement<RefundChargeCommand, RefundSettlement>;

interface SettledRefund {
  item: Item;
  /** The charge before this refund, and after it; the same when the provider refused. */
  before: Charge;
  after: Charge;
  operation: SettledOperation;
}

/** The completion of refunds. No two of them concern one charge: a batch holds each charge once. */
export async function settleRefundsInTx(tx: Tx, items: readonly Item[]): Promise<Settled[]> {
  const before = await lockChargesInTx(tx, items.map(toWanted));
  const operations = await settleOperationsInTx(tx, items.map(toOperationEnd));
  const amountOf = (item: Item) => ({
    chargeId: item.claim.request.command.chargeId,
    amountMinor: found(operations, item.claim.resourceId).amountMinor,
  });
  const after = await applyRefundsInTx(tx, items.filter(isRefunded).map(amountOf));
  await releaseRefundsInTx(tx, items.filter((item) => !isRefunded(item)).map(amountOf));
  const settled = items.map((item): SettledRefund => {
    const { chargeId } = item.claim.request.command;
    const charge = found(before, chargeId);
    const operation = found(operations, item.claim.resourceId);
    return { item, before: charge, after: after.get(chargeId) ?? charge, operation };
  });
  const refunded = settled.filter(({ item }) => isRefunded(item));
  await appendTransitionsInTx(tx, refunded.map(toTransition));
  await appendInTx(tx, refunded.map(toEvent));
  return settled.map(toSettled);
}

const isRefunded = ({ settlement }: Item): boolean => settlement.result.kind === 'succeeded';

const found = <T>(byId: Map<string, T>, id: string): T => {
  const value = byId.get(id);
  if (value === undefined) throw new Error(`${id} was expected in this transaction`);
  return value;
};

const toWanted = ({ claim }: Item) => ({
  chargeId: claim.request.command.chargeId,
  tenantId: claim.request.tenantId,
});

const toOperationEnd = ({ claim, settlement: { result } }: Item) => ({
  tenantId: claim.request.tenantId,
  idempotencyKey: claim.request.idempotencyKey,
  operationId: claim.resourceId,
  attempt: claim.attempt,
  state: result.kind === 'succeeded' ? ('succeeded' as const) : ('failed' as const),
  failureCode: result.kind === 'declined' ? result.declineCode : null,
  providerPaymentId: result.kind === 'succeeded' ? result.paymentId : null,
});

const toTransition = ({ before, after, operation }: SettledRefund) => ({
  chargeId: after.id,
  operationId: operation.id,
  from: before.status,
  to: after.status,
  reason: 'provider_succeeded',
  traceparent: operation.traceparent,
});

const toEvent = ({ item, after, operation }: SettledRefund) =>
  toOutboxEvent(after, {
    eventType: CHARGE_EVENT_TYPES.refunded,
    tenantId: item.claim.request.tenantId,
    operationId: operation.id,
    amountMinor: operation.amountMinor,
    requestId: operation.requestId,
    idempotencyKey: item.claim.request.idempotencyKey,
    traceparent: operation.traceparent,
  });

const toSettled = ({ item, after, operation }: SettledRefund): Settled => {
  const { result } = item.settlement;
  if (result.kind === 'declined') {
    const answer = problemAnswer({
      code: 'card_declined',
      detail: 'The refund was refused by the payment provider; nothing was given back.',
      instance: item.claim.request.command.instance,
      requestId: operation.requestId,
      extras: { decline_code: result.declineCode, charge_id: after.id },
    });
    return { state: 'FAILED', answer };
  }
  const { id, amountMinor, createdAt } = operation;
  const refund = {
    id,
    chargeId: after.id,
    state: 'succeeded' as const,
    amountMinor,
    currency: after.currency,
    createdAt,
  };
  return { state: 'COMPLETED', answer: resourceAnswer(201, refundPath(after.id, id), toRefundBody(refund)) };
};
