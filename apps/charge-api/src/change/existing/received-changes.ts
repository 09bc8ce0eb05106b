import type { Tx } from '@once/database';
import type { Claim, OperationKey, Preparation } from '@once/idempotency';
import type { Charge } from '../../charges/charge.ts';
import { lockChargesInTx } from '../../charges/lock-charges.sql.ts';
import type { OperationRefusal } from '../../charges/operation-refusal.ts';
import type { ChangeChargeCommand } from './change-charge.command.ts';
import type { ChangeRule, ChangeVerdict } from '../rules/change-rule.ts';
import { NOTHING_OPEN } from '../rules/find-open-changes.sql.ts';
import { findReceivedOperationInTx, type ReceivedOperation } from './find-received-operation.sql.ts';
import { giveBackOperationInTx } from './give-back-operation.sql.ts';
import { lockChargesToChangeInTx } from './lock-charges-to-change.ts';
import { busyRefusal, refusalAnswer } from './prepare-change.ts';
import { refuseOperationInTx } from './refuse-operation.sql.ts';
import { takeOperationAgainInTx } from './take-operation-again.sql.ts';
import { writeChargesInTx } from './write-charges.sql.ts';

type ChangeClaim = Claim<ChangeChargeCommand>;

/** A change that goes back to RECEIVED gives back its reservation, and its place as the one open change. */
export async function giveBackChangeInTx(tx: Tx, rule: ChangeRule, { request }: ChangeClaim): Promise<void> {
  const { chargeId } = request.command;
  const charge = (await lockChargesInTx(tx, [{ chargeId, tenantId: request.tenantId }])).get(chargeId);
  if (!charge) throw new Error(`charge ${chargeId} is gone`);
  const amountMinor = await giveBackOperationInTx(tx, request);
  const after = rule.failed?.(charge, amountMinor);
  if (after) await writeChargesInTx(tx, [{ before: charge, after, events: 0 }]);
}

/** A received change as the charge stands now, under the charge's lock. */
export interface ReceivedChange {
  /** `allowed` too where nothing was given back. */
  verdict: ChangeVerdict;
  operation: ReceivedOperation;
  /** Takes its place and its reservation again; only after `allowed`. */
  takeAgain: () => Promise<void>;
}

/** Judges a change whose RECEIVED key this transaction holds, by the rule that judged it first. */
export async function judgeReceivedChangeInTx(tx: Tx, rule: ChangeRule, key: OperationKey): Promise<ReceivedChange> {
  const operation = await findReceivedOperationInTx(tx, key);
  const { chargeId, amountMinor, isGivenBack } = operation;
  if (!isGivenBack) {
    return { operation, verdict: { kind: 'allowed', amountMinor }, takeAgain: () => Promise.resolve() };
  }
  const { charges, open } = await lockChargesToChangeInTx(tx, [{ chargeId, tenantId: key.tenantId }]);
  const charge = charges.get(chargeId);
  if (!charge) throw new Error(`charge ${chargeId} is gone`);
  const verdict = rule.judge(charge, { wantedMinor: amountMinor, ...(open.get(chargeId) ?? NOTHING_OPEN) });
  return { operation, verdict, takeAgain: () => takeAgainInTx(tx, rule, { charge, operation }) };
}

const takeAgainInTx = async (
  tx: Tx,
  rule: ChangeRule,
  { charge, operation: { id, amountMinor } }: { charge: Charge; operation: ReceivedOperation },
): Promise<void> => {
  await takeOperationAgainInTx(tx, id);
  const after = rule.begun?.(charge, amountMinor);
  if (after) await writeChargesInTx(tx, [{ before: charge, after, events: 0 }]);
};

/** The claim of a change anew: its caller came back, and the charge may not be as it was. */
export async function reclaimChangeInTx(
  tx: Tx,
  rule: ChangeRule,
  { request }: ChangeClaim,
): Promise<Preparation<OperationRefusal>> {
  const { verdict, operation, takeAgain } = await judgeReceivedChangeInTx(tx, rule, request);
  switch (verdict.kind) {
    case 'allowed':
      await takeAgain();
      return { kind: 'prepared' };
    case 'busy':
      return { kind: 'withdrawn', refusal: busyRefusal(operation.chargeId, verdict.detail) };
    case 'refused':
      await refuseOperationInTx(tx, operation.id, verdict.code);
      return { kind: 'settled', settled: { state: 'FAILED', answer: refusalAnswer(request.command, verdict) } };
  }
}
