import type { Action, Intent } from '../../model/history.ts';
import { changeBody, type RequestBody } from './request-body.ts';
import type { PlannedCall, Tenant } from './workload-plan.ts';

/** An operation that a plan has made up; its calls are made of it. */
export interface PlannedOperation {
  readonly operation: string;
  readonly tenant: Tenant;
  readonly key: string;
  readonly action: Action;
  readonly intent: Extract<Intent, 'operation' | 'decline' | 'abandoned'>;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly chargeFrom: string | null;
  readonly body: RequestBody;
}

export type CallDetails = Pick<PlannedCall, 'call' | 'bodyText'> &
  Partial<Pick<PlannedCall, 'intent' | 'preferWaitS' | 'abandonAfterMs'>>;

export function callOf(operation: PlannedOperation, details: CallDetails): PlannedCall {
  const { operation: id, tenant, key, action, intent, amountMinor, currency, chargeFrom } = operation;
  return {
    operation: id,
    ...{ tenant, key, action, intent, currency, chargeFrom },
    amountMinor: String(amountMinor),
    preferWaitS: null,
    abandonAfterMs: null,
    ...details,
  };
}

/** The operation that nobody asked for, under the key of one that somebody did. */
export function changeOperation(operation: PlannedOperation): PlannedOperation {
  const body = changeBody(operation.body);
  return { ...operation, body, amountMinor: typeof body['amount'] === 'bigint' ? body['amount'] : 0n };
}
