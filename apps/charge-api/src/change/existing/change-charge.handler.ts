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
} from '@once/idempotency';
import type { Pool } from 'pg';
import type { Charge } from '../../charges/charge.ts';
import type { OperationRefusal } from '../../charges/operation-refusal.ts';
import { insertOperationsInTx } from '../../operations/insert-operations.sql.ts';
import { loadOperation } from '../../operations/load-operation.sql.ts';
import type { ProviderWork } from '../../operations/provider-work.ts';
import { suspendOperationInTx } from '../../operations/suspend-operation.sql.ts';
import type { OperationSettlement } from '../../operations/verdict.ts';
import type { ChangeChargeCommand } from './change-charge.command.ts';
import type { ChangeRule } from '../rules/change-rule.ts';
import { NOTHING_OPEN } from '../rules/find-open-changes.sql.ts';
import { lockChargesToChangeInTx } from './lock-charges-to-change.ts';
import { prepareChange } from './prepare-change.ts';
import { giveBackChangeInTx, reclaimChangeInTx } from './received-changes.ts';
import { reviewRefusal } from './review-refusal.ts';
import { settleChangesInTx } from './settle-changes.ts';
import { writeChargesInTx } from './write-charges.sql.ts';

type ChangeClaim = Claim<ChangeChargeCommand>;
type ChangeSettlement = Settlement<ChangeChargeCommand, OperationSettlement>;

/** One kind of change of a charge that is there. What the kinds share is here, what sets them apart is their rule. */
export class ChangeChargeHandler implements ResumableHandler<
  ChangeChargeCommand,
  OperationSettlement,
  OperationRefusal
> {
  readonly operation: string;

  constructor(
    private readonly rule: ChangeRule,
    private readonly pool: Pool,
    private readonly work: ProviderWork,
  ) {
    this.operation = rule.kind;
  }

  /** Path of the request that asks for it. */
  instance(chargeId: string): string {
    return this.rule.instance(chargeId);
  }

  async prepareInTx(tx: Tx, claims: readonly ChangeClaim[]): Promise<Preparation<OperationRefusal>[]> {
    const wanted = claims.map(({ request }) => ({ chargeId: request.command.chargeId, tenantId: request.tenantId }));
    const { charges, open } = await lockChargesToChangeInTx(tx, wanted);
    const accountOf = (charge?: Charge) => this.work.accounts.resolve(charge?.providerAccount ?? null);
    const isServed = [...charges.values()].every((charge) => this.work.serves(accountOf(charge)));
    const unavailable = isServed ? null : await this.work.lostClaims.refusalInTx(tx);
    const prepared = claims.map((claim) => {
      const { chargeId } = claim.request.command;
      const charge = charges.get(chargeId);
      const account = accountOf(charge);
      const unserved = this.work.serves(account) ? null : unavailable;
      const found = { charge, account, unserved, ...(open.get(chargeId) ?? NOTHING_OPEN) };
      return prepareChange(this.rule, claim, found);
    });
    const operations = prepared.flatMap(({ operation }) => (operation ? [operation] : []));
    await insertOperationsInTx(tx, operations, this.work.lostClaims.doubtOfChange());
    const begun = operations.flatMap(({ chargeId, amountMinor, failureCode }) => {
      const before = charges.get(chargeId);
      const after = before && failureCode === null ? this.rule.begun?.(before, amountMinor) : undefined;
      return before && after ? [{ before, after, events: 0 as const }] : [];
    });
    await writeChargesInTx(tx, begun);
    return prepared.map(({ preparation }) => preparation);
  }

  async perform(claim: ChangeClaim): Promise<Performance<OperationSettlement, OperationRefusal>> {
    const operation = await loadOperation(this.pool, claim.request);
    const { chargeId, amountMinor, currency, providerPaymentId: paymentId } = operation;
    if (paymentId === null) throw new Error('an authorized or captured charge has no payment id');
    const { provider } = this.work;
    return this.work.ask(claim, {
      ...{ ...operation, paymentId, isRelease: this.rule.isRelease ?? false },
      send: (base) => this.rule.ask(provider, { ...base, paymentId, amountMinor, currency }),
      judgeRefusal: (refusal, account) =>
        reviewRefusal(this.pool, this.rule, {
          ...{ chargeId, paymentId, refusal },
          lookUp: () => provider.lookUpPayment({ account, paymentId }),
        }),
    });
  }

  settleInTx(tx: Tx, items: readonly ChangeSettlement[]): Promise<Settled[]> {
    return settleChangesInTx(tx, this.rule, items);
  }

  /** The charge stays as it is; what is set aside for this change stays set aside. */
  async suspendInTx(tx: Tx, { claim, unsettled, detail }: Suspension<ChangeChargeCommand>): Promise<void> {
    await suspendOperationInTx(tx, claim.request, { unsettled, detail });
  }

  giveBackInTx(tx: Tx, claim: ChangeClaim): Promise<void> {
    return giveBackChangeInTx(tx, this.rule, claim);
  }

  takeAgainInTx(tx: Tx, claim: ChangeClaim): Promise<Preparation<OperationRefusal>> {
    return reclaimChangeInTx(tx, this.rule, claim);
  }

  keepLate({ claim, settlement }: ChangeSettlement): Promise<void> {
    return this.work.keepLate(claim, settlement);
  }

  async restore({ tenantId, idempotencyKey }: OperationKey): Promise<ClaimedRequest<ChangeChargeCommand>> {
    const stored = await loadOperation(this.pool, { tenantId, idempotencyKey });
    const { chargeId, amountMinor, requestId, traceparent } = stored;
    const instance = this.rule.instance(chargeId);
    return {
      tenantId,
      idempotencyKey,
      operation: this.operation,
      resourceIds: [chargeId],
      command: { chargeId, amountMinor, requestId, instance, traceparent },
    };
  }

  afterSettled(items: readonly ChangeSettlement[]): void {
    for (const { claim } of items) this.work.wake(claim.request.command.chargeId);
  }
}
