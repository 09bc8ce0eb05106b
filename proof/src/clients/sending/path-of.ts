import type { PlannedCall } from '../workload/workload-plan.ts';

const SUFFIXES = { capture: 'capture', cancel: 'cancel', refund: 'refunds' } as const;

/** @throws Error when the charge is missing: the plan asks for a change before the charge can be there */
export function pathOf({ call, action }: PlannedCall, chargeId: string | null): string {
  if (action === 'charge' || action === 'authorize') return '/v1/charges';
  if (chargeId === null) throw new Error(`${call} changes a charge that no answer has named`);
  return `/v1/charges/${chargeId}/${SUFFIXES[action]}`;
}
