import { z } from 'zod';
import { CHARGE_STATUSES, OPERATION_STATES } from './charge-status.ts';
import { PROBLEM_CODES } from './problem-code.ts';

const minorUnits = z.int().min(0);

/** A charge as every answer shows it. */
export const chargeSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(CHARGE_STATUSES),
    amount: minorUnits,
    currency: z.string(),
    amount_captured: minorUnits,
    amount_refunded: minorUnits,
    reference: z.string().nullable(),
    description: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Charge' });

export const refundSchema = z
  .object({
    id: z.uuid(),
    charge_id: z.uuid(),
    status: z.enum(OPERATION_STATES),
    amount: minorUnits,
    currency: z.string(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Refund' });

export const chargeListSchema = z
  .object({ data: z.array(chargeSchema), has_more: z.boolean() })
  .meta({ id: 'ChargeList' });

export const idempotencyKeySchema = z
  .object({
    idempotency_key: z.string(),
    operation: z.string(),
    state: z.enum(['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED']),
    attempts: z.int(),
    resource_id: z.uuid().nullable(),
    response_status: z.int().nullable(),
    first_seen_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    completed_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'IdempotencyKey' });

/** RFC 9457 problem details with our extension members. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(PROBLEM_CODES),
    retryable: z.boolean(),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    decline_code: z.string().optional(),
    charge_id: z.uuid().optional(),
    amount_left: minorUnits.optional(),
  })
  .meta({ id: 'Problem' });

export type ChargeBody = z.infer<typeof chargeSchema>;
export type RefundBody = z.infer<typeof refundSchema>;
export type ChargeListBody = z.infer<typeof chargeListSchema>;
export type IdempotencyKeyBody = z.infer<typeof idempotencyKeySchema>;
export type ProblemBody = z.infer<typeof problemSchema>;
