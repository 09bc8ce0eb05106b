import type { Claim, Preparation } from '@once/idempotency';
import type { Charge } from '../charges/charge.ts';
import type { OperationRefusal } from '../charges/operation-refusal.ts';
import { providerKeyOf } from '../charges/provider-key.ts';
import { problemAnswer } from '../http/problem-answer.ts';
import type { NewOperation } from '../operations/insert-operations.sql.ts';
import { judgeRefund, type RefundVerdict } from './judge-refund.ts';
import type { RefundChargeCommand } from './refund-charge.command.ts';

type RefundClaim = Claim<RefundChargeCommand>;

/** What one refund adds to the claim transaction. */
export interface PreparedRefund {
  preparation: Preparation<OperationRefusal>;
  operation?: NewOperation;
}

const NOT_FOUND: OperationRefusal = { code: 'not_found', detail: 'There is no such charge.' };

/** Decides a refund under the row lock of its charge, without I/O. A refusal found here is final and stored. */
export function prepareRefund(claim: RefundClaim, charge: Charge | undefined, provider: string): PreparedRefund {
  if (!charge) return { preparation: { kind: 'withdrawn', refusal: NOT_FOUND } };
  const { command } = claim.request;
  const verdict = judgeRefund(charge, command.amountMinor);
  if (verdict.kind === 'allowed') {
    const operation = toOperation(claim, provider, verdict.amountMinor, null);
    return { preparation: { kind: 'prepared' }, operation };
  }
  return {
    preparation: { kind: 'settled', settled: { state: 'FAILED', answer: refusalAnswer(command, verdict) } },
    operation: toOperation(claim, provider, command.amountMinor ?? 0n, verdict.code),
  };
}

const refusalAnswer = (command: RefundChargeCommand, verdict: Extract<RefundVerdict, { kind: 'refused' }>) =>
  problemAnswer({
    code: verdict.code,
    detail: verdict.detail,
    instance: command.instance,
    requestId: command.requestId,
    extras: {
      charge_id: command.chargeId,
      ...(verdict.leftMinor === null ? {} : { amount_left: Number(verdict.leftMinor) }),
    },
  });

const toOperation = (
  { request, resourceId }: RefundClaim,
  provider: string,
  amountMinor: bigint,
  failureCode: string | null,
): NewOperation => ({
  id: resourceId,
  tenantId: request.tenantId,
  idempotencyKey: request.idempotencyKey,
  chargeId: request.command.chargeId,
  kind: 'refund.create',
  amountMinor,
  input: {},
  requestId: request.command.requestId,
  traceparent: request.command.traceparent,
  provider,
  providerKey: providerKeyOf(resourceId),
  failureCode,
});
