import { z } from 'zod';
import { CHARGE_STATUSES, OPERATION_STATES } from './charge-status.ts';
import { PROBLEM_CODES } from './problem-code.ts';

const minorUnits = z.int().min(0);

const CHARGE_ID = '01a1f8d8-3b00-757f-acef-2690dfcc94a2';
const CREATED_AT = '2026-11-20T10:00:00.123Z';
const CHARGE = {
  ...{ id: CHARGE_ID, status: 'partially_refunded', amount: 1099, currency: 'EUR' },
  ...{ amount_captured: 1099, amount_refunded: 500, reference: 'order-4711', description: null },
  ...{ metadata: { room: '12' }, created_at: CREATED_AT },
} as const;

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
  .meta({ id: 'Charge', examples: [CHARGE] });

export const refundSchema = z
  .object({
    id: z.uuid(),
    charge_id: z.uuid(),
    status: z.enum(OPERATION_STATES),
    amount: minorUnits,
    currency: z.string(),
    created_at: z.iso.datetime(),
  })
  .meta({
    id: 'Refund',
    examples: [
      {
        ...{ id: '01a1f8d8-3b00-7580-8000-2690dfcc94a2', charge_id: CHARGE_ID, status: 'succeeded' },
        ...{ amount: 500, currency: 'EUR', created_at: CREATED_AT },
      },
    ],
  });

export const chargeListSchema = z
  .object({ data: z.array(chargeSchema), has_more: z.boolean() })
  .meta({ id: 'ChargeList', examples: [{ data: [CHARGE], has_more: false }] });

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
  .meta({
    id: 'IdempotencyKey',
    examples: [
      {
        ...{ idempotency_key: 'order-4711', operation: 'charge.create', state: 'COMPLETED', attempts: 1 },
        ...{ resource_id: CHARGE_ID, response_status: 201, first_seen_at: CREATED_AT, last_seen_at: CREATED_AT },
        ...{ completed_at: '2026-11-20T10:00:00.456Z', expires_at: '2026-11-27T10:00:00.456Z' },
      },
    ],
  });

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
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'https://once.example/problems/idempotency_key_in_use',
        ...{ title: 'The same key is being worked on', status: 409, code: 'idempotency_key_in_use', retryable: true },
        ...{ detail: 'The first request with this key is still being worked on.', instance: '/v1/charges' },
        request_id: 'req_01a1f8d8-3aeb-7604-af2e-7c2d32451bca',
      },
    ],
  });

export type ChargeBody = z.infer<typeof chargeSchema>;
export type RefundBody = z.infer<typeof refundSchema>;
export type ChargeListBody = z.infer<typeof chargeListSchema>;
export type IdempotencyKeyBody = z.infer<typeof idempotencyKeySchema>;
export type ProblemBody = z.infer<typeof problemSchema>;
