import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@once/database';
import type {
  Claim,
  ClaimedRequest,
  OperationKey,
  Performance,
  Preparation,
  ResumableHandler,
  Settled,
  Settlement,
  Suspension,
  Unsettled,
} from '@once/idempotency';
import type { Pool } from 'pg';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../../config/charge-api.env.ts';
import { appendTransitionsInTx } from '../../charges/append-transitions.sql.ts';
import type { OperationRefusal } from '../../charges/operation-refusal.ts';
import { providerKeyOf } from '../../charges/provider-key.ts';
import { suspendChargeInTx } from '../../charges/suspend-charge.sql.ts';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { insertOperationsInTx } from '../../operations/insert-operations.sql.ts';
import { loadOperation } from '../../operations/load-operation.sql.ts';
import { NOT_BELIEVED } from '../../provider/compare-success.ts';
import { ProviderWork } from '../../operations/provider-work.ts';
import { suspendOperationInTx } from '../../operations/suspend-operation.sql.ts';
import type { OperationSettlement } from '../../operations/verdict.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';
import { findByReferenceInTx } from './find-by-reference.sql.ts';
import { insertChargesInTx } from './insert-charges.sql.ts';
import { currencyNotInUse, hasActiveCurrency } from './refuse-currency.ts';
import { NO_SOURCE, restoreCreateCharge } from './restore-create-charge.ts';
import { settleCreatedChargesInTx } from './settle-created-charges.ts';

type CreateClaim = Claim<CreateChargeCommand>;
type CreateSettlement = Settlement<CreateChargeCommand, OperationSettlement>;

/** Creates a charge: one authorization, or one sale, at the provider. */
@Injectable()
export class CreateChargeHandler implements ResumableHandler<
  CreateChargeCommand,
  OperationSettlement,
  OperationRefusal
> {
  readonly operation = 'charge.create';

  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly work: ProviderWork,
  ) {}

  async prepareInTx(tx: Tx, claims: readonly CreateClaim[]): Promise<Preparation<OperationRefusal>[]> {
    const { current } = this.work.accounts;
    // Before anything is kept: a charge without an account could be sent to any.
    if (current.kind !== 'known') {
      const refusal = await this.work.lostClaims.refusalInTx(tx);
      return claims.map(() => ({ kind: 'withdrawn', refusal }));
    }
    const provider = { provider: this.work.provider.name, providerAccount: current.account };
    const chargeable = claims.filter(hasActiveCurrency);
    const inserted = await insertChargesInTx(tx, chargeable, provider);
    const made = claims.filter(({ resourceId }) => inserted.has(resourceId));
    const sinceReplacedMs = await insertOperationsInTx(
      tx,
      made.map((claim) => toOperation(claim, provider)),
      this.work.lostClaims.doubtOfCharge(current.account),
    );
    const findFirst = this.work.lostClaims.mayBeKnown(sinceReplacedMs);
    const preparations: Preparation<OperationRefusal>[] = [];
    for (const claim of claims) {
      if (inserted.has(claim.resourceId)) preparations.push({ kind: 'prepared', findFirst });
      else preparations.push(hasActiveCurrency(claim) ? await referenceInUse(tx, claim) : currencyNotInUse());
    }
    return preparations;
  }

  async perform(claim: CreateClaim): Promise<Performance<OperationSettlement, OperationRefusal>> {
    // What begins in doubt goes by what its claim has found out, as what is resumed does.
    const isStored = claim.isResumed || claim.findFirst === true;
    const resumed = isStored ? await loadOperation(this.pool, claim.request) : undefined;
    // A resumed call is made of what was stored with the operation, not of what the retry happens to carry.
    const { command } = resumed ? restoreCreateCharge(claim.request, resumed) : claim.request;
    const { operationId: id, amountMinor, currency, source, capture } = command;
    // Whoever has ended it has our claim; suspending it will tell us so.
    if (source === NO_SOURCE) return { kind: 'unknown', detail: 'the operation has ended meanwhile' };
    return this.work.ask(claim, {
      id,
      chargeId: claim.resourceId,
      providerKey: resumed?.providerKey ?? providerKeyOf(id),
      sinceReplacedMs: resumed?.sinceReplacedMs ?? Infinity,
      withheldBecause: resumed?.withheldBecause ?? null,
      keyWindowMs: resumed?.keyWindowMs ?? Infinity,
      providerAccount: resumed ? resumed.providerAccount : this.work.accounts.own,
      hasSucceeded: resumed?.hasSucceeded ?? false,
      ...{ amountMinor, currency, paymentId: null, isRelease: false },
      ageMs: resumed?.ageMs ?? (() => 0),
      send: (base) => this.work.provider.authorize({ ...base, amountMinor, currency, source, capture }),
    });
  }

  settleInTx(tx: Tx, settlements: readonly CreateSettlement[]): Promise<Settled[]> {
    return settleCreatedChargesInTx(tx, settlements, this.env.AUTHORIZATION_WINDOW_MS);
  }

  /** A charge without an outcome says so itself: nobody may capture or refund it meanwhile. */
  async suspendInTx(tx: Tx, { claim, unsettled, detail }: Suspension<CreateChargeCommand>): Promise<void> {
    const {
      id: operationId,
      chargeId,
      traceparent,
    } = await suspendOperationInTx(tx, claim.request, {
      unsettled,
      detail,
    });
    const actor = claim.unsettled ? 'resolver' : 'charge-api';
    for (const { from, to } of stepsTo(unsettled, claim.unsettled ?? 'pending')) {
      await suspendChargeInTx(tx, chargeId, { from, to });
      const reason = to === 'unknown' ? 'provider_gave_no_answer' : whyReview(detail);
      await appendTransitionsInTx(tx, [{ chargeId, operationId, from, to, reason, traceparent, actor }]);
    }
  }

  keepLate({ claim, settlement }: CreateSettlement): Promise<void> {
    return this.work.keepLate(claim, settlement);
  }

  async restore(key: OperationKey): Promise<ClaimedRequest<CreateChargeCommand>> {
    return restoreCreateCharge(key, await loadOperation(this.pool, key));
  }

  afterSettled(settlements: readonly CreateSettlement[]): void {
    for (const { claim } of settlements) this.work.wake(claim.resourceId);
  }
}

const whyReview = (detail: string): string =>
  detail.startsWith(NOT_BELIEVED) ? 'success_not_believed' : 'no_verdict_after_key_window';

/** A person is asked only about what is unknown: an answer that can't be believed takes both steps at once. */
const stepsTo = (to: Unsettled, from: 'pending' | Unsettled): { from: 'pending' | Unsettled; to: Unsettled }[] => {
  if (from === to) return [];
  if (from === 'pending' && to === 'needs_review') return [...stepsTo('unknown', from), { from: 'unknown', to }];
  return [{ from, to }];
};

const toOperation = (
  { request, resourceId }: CreateClaim,
  { provider, providerAccount }: { provider: string; providerAccount: string },
) => ({
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
  providerAccount,
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
