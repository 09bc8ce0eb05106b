import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { Tx } from '@once/database';
import type { Settled, Settlement } from '@once/idempotency';
import { appendInTx } from '@once/outbox';
import { appendTransitionsInTx } from '../charges/append-transitions.sql.ts';
import { toOutboxEvent } from '../charges/charge-event.ts';
import { toChargeBody, type Charge } from '../charges/charge.ts';
import { chargePath, resourceAnswer } from '../charges/resource-answer.ts';
import { settleChargesInTx, type ChargeEnd } from '../charges/settle-charges.sql.ts';
import { problemAnswer } from '../http/problem-answer.ts';
import { settleOperationsInTx, type SettledOperation } from '../operations/settle-operations.sql.ts';
import type { ProviderResult } from '../provider/payment-provider.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';

export interface CreateChargeSettlement {
  operationId: string;
  capture: boolean;
  result: Extract<ProviderResult, { kind: 'succeeded' | 'declined' }>;
}

type Item = Settlement<CreateChargeCommand, CreateChargeSettlement>;

/** Where a provider's word leads a new charge. */
const statusAfter = ({ capture, result }: CreateChargeSettlement): ChargeEnd['status'] => {
  if (result.kind === 'declined') return 'failed';
  return capture ? 'captured' : 'authorized';
};

const failureCodeOf = ({ result }: CreateChargeSettlement): string | null =>
  result.kind === 'declined' ? result.declineCode : null;

const paymentIdOf = ({ result }: CreateChargeSettlement): string | null =>
  result.kind === 'succeeded' ? result.paymentId : null;

/** The completion of new charges, in the transaction that holds their key rows. */
export async function settleCreatedChargesInTx(tx: Tx, items: readonly Item[]): Promise<Settled[]> {
  const operations = await settleOperationsInTx(tx, items.map(toOperationEnd));
  const charges = await settleChargesInTx(tx, items.map(toChargeEnd));
  const settled = items.map((item) => ({
    item,
    charge: found(charges, item.claim.resourceId),
    operation: found(operations, item.settlement.operationId),
  }));
  await appendTransitionsInTx(tx, settled.map(toTransition));
  await appendInTx(tx, settled.map(toEvent));
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

const toOperationEnd = ({ claim, settlement }: Item) => ({
  tenantId: claim.request.tenantId,
  idempotencyKey: claim.request.idempotencyKey,
  operationId: settlement.operationId,
  attempt: claim.attempt,
  state: settlement.result.kind === 'succeeded' ? ('succeeded' as const) : ('failed' as const),
  failureCode: failureCodeOf(settlement),
  providerPaymentId: paymentIdOf(settlement),
});

const toChargeEnd = ({ claim, settlement }: Item): ChargeEnd => ({
  chargeId: claim.resourceId,
  status: statusAfter(settlement),
  providerPaymentId: paymentIdOf(settlement),
});

const toTransition = ({ item, charge, operation }: SettledCharge) => ({
  chargeId: charge.id,
  operationId: operation.id,
  from: 'pending' as const,
  to: charge.status,
  reason: failureCodeOf(item.settlement) ?? 'provider_succeeded',
  traceparent: operation.traceparent,
});

const toEvent = ({ item, charge, operation }: SettledCharge) =>
  toOutboxEvent(charge, {
    eventType: CHARGE_EVENT_TYPES[statusAfter(item.settlement)],
    tenantId: item.claim.request.tenantId,
    operationId: operation.id,
    amountMinor: charge.amountMinor,
    requestId: operation.requestId,
    idempotencyKey: item.claim.request.idempotencyKey,
    traceparent: operation.traceparent,
  });

const toSettled = ({ item, charge, operation }: SettledCharge): Settled => {
  const declineCode = failureCodeOf(item.settlement);
  if (declineCode === null) {
    return { state: 'COMPLETED', answer: resourceAnswer(201, chargePath(charge.id), toChargeBody(charge)) };
  }
  const answer = problemAnswer({
    code: 'card_declined',
    detail: 'The card was declined by the payment provider; nothing was charged.',
    instance: item.claim.request.command.instance,
    requestId: operation.requestId,
    extras: { decline_code: declineCode, charge_id: charge.id },
  });
  return { state: 'FAILED', answer };
};
