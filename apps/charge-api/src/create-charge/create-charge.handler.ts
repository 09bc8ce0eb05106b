import { Inject, Injectable } from '@nestjs/common';
import { shardOfCharge } from '@once/contracts';
import type { Tx } from '@once/database';
import type { Claim, OperationHandler, Performance, Preparation, Settled, Settlement } from '@once/idempotency';
import { OutboxWaker } from '@once/outbox';
import type { Pool } from 'pg';
import type { OperationRefusal } from '../charges/operation-refusal.ts';
import { providerKeyOf } from '../charges/provider-key.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { insertOperationsInTx } from '../operations/insert-operations.sql.ts';
import { resumeOperation, type ResumedOperation } from '../operations/resume-operation.ts';
import { leaveUnsettled } from '../operations/unsettled.ts';
import { askProvider } from '../provider/ask-provider.ts';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../provider/payment-provider.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';
import { findByReferenceInTx } from './find-by-reference.sql.ts';
import { insertChargesInTx } from './insert-charges.sql.ts';
import { settleCreatedChargesInTx, type CreateChargeSettlement } from './settle-created-charges.ts';

type CreateClaim = Claim<CreateChargeCommand>;
type CreateSettlement = Settlement<CreateChargeCommand, CreateChargeSettlement>;

/** Creates a charge: one authorization, or one sale, at the provider. */
@Injectable()
export class CreateChargeHandler implements OperationHandler<
  CreateChargeCommand,
  CreateChargeSettlement,
  OperationRefusal
> {
  readonly operation = 'charge.create';

  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly waker: OutboxWaker,
  ) {}

  async prepareInTx(tx: Tx, claims: readonly CreateClaim[]): Promise<Preparation<OperationRefusal>[]> {
    const inserted = await insertChargesInTx(tx, claims, this.provider.name);
    const made = claims.filter(({ resourceId }) => inserted.has(resourceId));
    await insertOperationsInTx(
      tx,
      made.map((claim) => toOperation(claim, this.provider.name)),
    );
    const preparations: Preparation<OperationRefusal>[] = [];
    for (const claim of claims) {
      preparations.push(inserted.has(claim.resourceId) ? { kind: 'prepared' } : await referenceInUse(tx, claim));
    }
    return preparations;
  }

  async perform(claim: CreateClaim): Promise<Performance<CreateChargeSettlement, OperationRefusal>> {
    const resumed = claim.isResumed ? await resumeOperation(this.pool, claim, this.provider.name) : undefined;
    const call = toProviderCall(claim, resumed);
    const result = await askProvider(this.provider, {
      providerKey: call.providerKey,
      mayHaveActed: claim.mayHaveActed,
      ageMs: resumed?.ageMs ?? 0,
      send: () => this.provider.authorize(call),
    });
    const { operationId, capture } = call;
    if (result.kind === 'unknown' || result.kind === 'not_sent') {
      return leaveUnsettled(this.pool, { operationId, attempt: claim.attempt }, result);
    }
    return { kind: 'finished', settlement: { operationId, capture, result } };
  }

  settleInTx(tx: Tx, settlements: readonly CreateSettlement[]): Promise<Settled[]> {
    return settleCreatedChargesInTx(tx, settlements);
  }

  afterSettled(settlements: readonly CreateSettlement[]): void {
    for (const { claim } of settlements) this.waker.wake(shardOfCharge(claim.resourceId));
  }
}

const toOperation = ({ request, resourceId }: CreateClaim, provider: string) => ({
  id: request.command.operationId,
  tenantId: request.tenantId,
  idempotencyKey: request.idempotencyKey,
  chargeId: resourceId,
  kind: 'charge.create' as const,
  amountMinor: request.command.amountMinor,
  input: { source: request.command.source, capture: request.command.capture },
  requestId: request.command.requestId,
  traceparent: request.command.traceparent,
  provider,
  providerKey: providerKeyOf(request.command.operationId),
  failureCode: null,
});

const referenceInUse = async (tx: Tx, { request }: CreateClaim): Promise<Preparation<OperationRefusal>> => {
  const chargeId = await findByReferenceInTx(tx, request.tenantId, request.command.reference ?? '');
  return {
    kind: 'withdrawn',
    refusal: {
      code: 'reference_in_use',
      detail: 'Another charge of yours has this reference. Look at it before you charge again.',
      ...(chargeId ? { extras: { charge_id: chargeId } } : {}),
    },
  };
};

/** A resumed call is made of what was stored with the operation, not of what the retry happens to carry. */
const toProviderCall = ({ request, resourceId, attempt }: CreateClaim, resumed: ResumedOperation | undefined) => {
  const operationId = resumed?.id ?? request.command.operationId;
  return {
    operationId,
    providerKey: providerKeyOf(operationId),
    amountMinor: resumed?.amountMinor ?? request.command.amountMinor,
    currency: resumed?.currency ?? request.command.currency,
    source: resumed ? String(resumed.input.source) : request.command.source,
    capture: resumed ? resumed.input.capture === true : request.command.capture,
    metadata: {
      charge_id: resourceId,
      operation_id: operationId,
      tenant_id: request.tenantId,
      attempt: String(attempt),
    },
  };
};
