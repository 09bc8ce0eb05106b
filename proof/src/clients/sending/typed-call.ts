import type { Answered, Charge, ChargeClient, CreateChargeInput, Refund, WriteOptions } from '@once/charge-client';
import type { PlannedCall } from '../workload/workload-plan.ts';

export type TypedResult = Answered<Charge> | Answered<Refund>;

/** One call of a method that knows what it asks for, and compares the answer with it. */
export type TypedCall = (client: ChargeClient, options: WriteOptions) => Promise<TypedResult>;

/**
 * The call as an application would make it. Undefined for what only raw bytes can say (another spelling of the same
 * request), and for a client that leaves: it needs no verdict.
 */
export function typedCallOf(call: PlannedCall, chargeId: string | null): TypedCall | undefined {
  const input = JSON.parse(call.bodyText) as CreateChargeInput;
  if (call.abandonAfterMs !== null || JSON.stringify(input) !== call.bodyText) return undefined;
  const { action } = call;
  if (action === 'charge' || action === 'authorize') return (client, options) => client.createCharge(input, options);
  if (chargeId === null) throw new Error(`${call.call} changes a charge that no answer has named`);
  if (action === 'cancel') return (client, options) => client.cancelCharge(chargeId, options);
  return action === 'capture'
    ? (client, options) => client.captureCharge(chargeId, input, options)
    : (client, options) => client.refundCharge(chargeId, input, options);
}
