import { z } from 'zod';
import { OPERATIONS, type MoneyRequest } from '../../core/money-request.ts';

/** What a fault can bite: a request that moves money, or a lookup of a key. */
export const FAULT_OPERATIONS = [...OPERATIONS, 'find'] as const;
export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

const id = z.string().min(1).max(255);
const sinceArmedMs = z.int().min(0).max(86_400_000);

const window = z
  .strictObject({ from_ms: sinceArmedMs.default(0), until_ms: sinceArmedMs })
  .refine(({ from_ms: fromMs, until_ms: untilMs }) => fromMs < untilMs, { error: 'until_ms is not after from_ms' });

/** The fields that say when a fault bites; every kind has them beside its own. */
export function triggerFields(operations: { allowed: readonly FaultOperation[]; usual: readonly FaultOperation[] }) {
  return {
    probability: z.number().min(0).max(1).default(1),
    operations: z
      .array(z.enum(operations.allowed))
      .min(1)
      .default([...operations.usual]),
    times: z.int().min(1).max(1_000_000).optional(),
    window: window.optional(),
    provider_key: id.optional(),
    source: id.optional(),
    payment_id: id.optional(),
  };
}

export type TriggerSetting = z.infer<z.ZodObject<ReturnType<typeof triggerFields>>>;

/** What comes by a fault; a lookup has no request. */
export interface FaultOccasion {
  readonly providerKey: string;
  readonly request?: MoneyRequest;
}

/** Whether a fault is meant for this, chance and counts left aside. */
export function isMeantFor(setting: TriggerSetting, { providerKey, request }: FaultOccasion): boolean {
  const isOfPayment = request !== undefined && 'paymentId' in request;
  return (
    setting.operations.includes(request?.operation ?? 'find') &&
    isUnsetOr(setting.provider_key, providerKey) &&
    isUnsetOr(setting.source, request !== undefined && 'source' in request ? request.source : undefined) &&
    isUnsetOr(setting.payment_id, isOfPayment ? request.paymentId : undefined)
  );
}

/** Half-open, so that two windows that touch never both bite. */
export function isInWindow({ window: span }: TriggerSetting, armedForMs: number): boolean {
  return span === undefined || (armedForMs >= span.from_ms && armedForMs < span.until_ms);
}

function isUnsetOr(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted === actual;
}
