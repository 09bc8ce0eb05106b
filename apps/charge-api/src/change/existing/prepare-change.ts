import type { Claim, Preparation, StoredAnswer } from '@once/idempotency';
import type { Charge } from '../../charges/charge.ts';
import type { OperationRefusal } from '../../charges/operation-refusal.ts';
import { providerKeyOf } from '../../charges/provider-key.ts';
import { problemAnswer } from '../../http/problem/problem-answer.ts';
import type { NewOperation } from '../../operations/insert-operations.sql.ts';
import type { ChangeChargeCommand } from './change-charge.command.ts';
import type { ChangeRule, ChangeVerdict } from '../rules/change-rule.ts';
import type { OpenChanges } from '../rules/find-open-changes.sql.ts';

type ChangeClaim = Claim<ChangeChargeCommand>;

/** What one change adds to the claim transaction. */
export interface PreparedChange {
  preparation: Preparation<OperationRefusal>;
  operation?: NewOperation;
}

export interface FoundCharge extends OpenChanges {
  charge: Charge | undefined;
  /** Whose money it is. */
  account: string | null;
  /** Set where this process may not call that account: nothing is begun then. */
  unserved: OperationRefusal | null;
}

const NOT_FOUND: OperationRefusal = { code: 'not_found', detail: 'There is no such charge.' };

/** What is open now is mostly done within a second. */
const BUSY_RETRY_AFTER_MS = 1_000;

/** Decides a change under the row lock of its charge, without I/O. A refusal found here is final and stored. */
export function prepareChange(
  rule: ChangeRule,
  claim: ChangeClaim,
  { charge, account, unserved, ...open }: FoundCharge,
): PreparedChange {
  if (!charge) return { preparation: { kind: 'withdrawn', refusal: NOT_FOUND } };
  const { command } = claim.request;
  const verdict = rule.judge(charge, { wantedMinor: command.amountMinor, ...open });
  switch (verdict.kind) {
    case 'allowed':
      if (unserved) return { preparation: { kind: 'withdrawn', refusal: unserved } };
      return {
        preparation: { kind: 'prepared' },
        operation: toOperation(claim, charge, {
          ...{ kind: rule.kind, amountMinor: verdict.amountMinor, failureCode: null, providerAccount: account },
        }),
      };
    case 'busy':
      return { preparation: { kind: 'withdrawn', refusal: busyRefusal(command.chargeId, verdict.detail) } };
    case 'refused':
      return {
        preparation: { kind: 'settled', settled: { state: 'FAILED', answer: refusalAnswer(command, verdict) } },
        operation: toOperation(claim, charge, {
          kind: rule.kind,
          amountMinor: command.amountMinor ?? 0n,
          failureCode: verdict.code,
          providerAccount: account,
        }),
      };
  }
}

export const busyRefusal = (chargeId: string, detail: string): OperationRefusal => ({
  code: 'charge_busy',
  detail,
  extras: { charge_id: chargeId },
  retryAfterMs: BUSY_RETRY_AFTER_MS,
});

export const refusalAnswer = (
  command: ChangeChargeCommand,
  verdict: Extract<ChangeVerdict, { kind: 'refused' }>,
): StoredAnswer =>
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
  { request, resourceId }: ChangeClaim,
  { provider }: Charge,
  decided: Pick<NewOperation, 'kind' | 'amountMinor' | 'failureCode' | 'providerAccount'>,
): NewOperation => ({
  id: resourceId,
  tenantId: request.tenantId,
  idempotencyKey: request.idempotencyKey,
  chargeId: request.command.chargeId,
  ...decided,
  input: {},
  requestId: request.command.requestId,
  traceparent: request.command.traceparent,
  provider,
  providerKey: providerKeyOf(resourceId),
});
