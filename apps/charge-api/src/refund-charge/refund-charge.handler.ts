import { Inject, Injectable } from '@nestjs/common';
import { shardOfCharge } from '@once/contracts';
import type { Tx } from '@once/database';
import type { Claim, OperationHandler, Performance, Preparation, Settled, Settlement } from '@once/idempotency';
import { OutboxWaker } from '@once/outbox';
import type { Pool } from 'pg';
import { lockChargesInTx } from '../charges/lock-charges.sql.ts';
import type { OperationRefusal } from '../charges/operation-refusal.ts';
import { providerKeyOf } from '../charges/provider-key.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { insertAttempt } from '../operations/insert-attempt.sql.ts';
import { loadOperation } from '../operations/load-operation.sql.ts';
import { leaveUnsettled } from '../operations/unsettled.ts';
import { askProvider } from '../provider/ask-provider.ts';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../provider/payment-provider.ts';
import { insertOperationsInTx } from '../operations/insert-operations.sql.ts';
import { prepareRefund, type PreparedRefund } from './prepare-refund.ts';
import type { RefundChargeCommand } from './refund-charge.command.ts';
import { reserveRefundsInTx } from './reserve-refunds.sql.ts';
import { settleRefundsInTx, type RefundSettlement } from './settle-refunds.ts';

type RefundClaim = Claim<RefundChargeCommand>;

/** Refunds a charge, in part or whole. The claim reserves the money, so that two refunds can't promise the same cent. */
@Injectable()
export class RefundChargeHandler implements OperationHandler<RefundChargeCommand, RefundSettlement, OperationRefusal> {
  readonly operation = 'refund.create';

  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly waker: OutboxWaker,
  ) {}

  async prepareInTx(tx: Tx, claims: readonly RefundClaim[]): Promise<Preparation<OperationRefusal>[]> {
    const wanted = claims.map(({ request }) => ({ chargeId: request.command.chargeId, tenantId: request.tenantId }));
    const charges = await lockChargesInTx(tx, wanted);
    const prepared = claims.map((claim) =>
      prepareRefund(claim, charges.get(claim.request.command.chargeId), this.provider.name),
    );
    const operations = prepared.flatMap(({ operation }) => (operation ? [operation] : []));
    await insertOperationsInTx(tx, operations);
    await reserveRefundsInTx(
      tx,
      operations.filter(({ failureCode }) => failureCode === null),
    );
    return prepared.map(({ preparation }: PreparedRefund) => preparation);
  }

  async perform(claim: RefundClaim): Promise<Performance<RefundSettlement, OperationRefusal>> {
    const { request, attempt } = claim;
    const operation = await loadOperation(this.pool, request.tenantId, request.idempotencyKey);
    const providerKey = providerKeyOf(operation.id);
    const provider = this.provider.name;
    if (claim.isResumed) await insertAttempt(this.pool, { operationId: operation.id, attempt, provider, providerKey });
    const { amountMinor, currency, providerPaymentId } = operation;
    if (providerPaymentId === null) throw new Error('a captured charge has no payment id');
    const metadata = {
      charge_id: operation.chargeId,
      operation_id: operation.id,
      tenant_id: request.tenantId,
      attempt: String(attempt),
    };
    const result = await askProvider(this.provider, {
      providerKey,
      mayHaveActed: claim.mayHaveActed,
      ageMs: operation.ageMs,
      send: () => this.provider.refund({ providerKey, amountMinor, currency, metadata, paymentId: providerPaymentId }),
    });
    if (result.kind === 'unknown' || result.kind === 'not_sent') {
      return leaveUnsettled(this.pool, { operationId: operation.id, attempt }, result);
    }
    return { kind: 'finished', settlement: { result } };
  }

  settleInTx(tx: Tx, items: readonly Settlement<RefundChargeCommand, RefundSettlement>[]): Promise<Settled[]> {
    return settleRefundsInTx(tx, items);
  }

  afterSettled(items: readonly Settlement<RefundChargeCommand, RefundSettlement>[]): void {
    for (const { claim } of items) this.waker.wake(shardOfCharge(claim.request.command.chargeId));
  }
}
