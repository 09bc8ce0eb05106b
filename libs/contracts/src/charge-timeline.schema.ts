import { z } from 'zod';
import { CHARGE_STATUSES, OPERATION_STATES } from './charge-status.ts';

const time = z.iso.datetime();
const traceparent = z.string().nullable().describe('W3C trace context of the request behind it.');

const timelineKeySchema = z.object({
  idempotency_key: z.string(),
  state: z.enum(['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED']),
  unsettled: z
    .enum(['unknown', 'needs_review'])
    .nullable()
    .describe('Why a PROCESSING key has no answer: the provider gave no verdict yet, or a person has to.'),
  attempts: z.int().min(1).describe('How often the operation was claimed by a worker of ours.'),
  response_status: z.int().nullable().describe('Status of the stored answer, once there is one.'),
  first_seen_at: time,
  last_seen_at: time,
  completed_at: time.nullable(),
  expires_at: time,
});

const timelineAttemptSchema = z
  .object({
    attempt: z.int().min(1),
    provider: z.string(),
    provider_key: z.string().describe('Our idempotency key at the provider, the same for each attempt.'),
    outcome: z.enum(['open', 'succeeded', 'declined', 'refused', 'unknown']),
    is_late: z.boolean().describe('The word of the provider came after the operation had ended; it moved nothing.'),
    provider_payment_id: z.string().nullable(),
    detail: z.string().nullable(),
    started_at: time,
    ended_at: time.nullable(),
  })
  .describe('One try of ours at the provider. Its row is committed before the call.');

const timelineOperationSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['charge.create', 'charge.capture', 'charge.cancel', 'charge.expire', 'refund.create']),
  state: z.enum(OPERATION_STATES),
  amount: z.int().min(0).describe('Minor units that the operation is about.'),
  request_id: z.string().describe('Request-Id of the answer to the first request.'),
  failure_code: z.string().nullable(),
  created_at: time,
  completed_at: time.nullable(),
  key: timelineKeySchema,
  attempts: z.array(timelineAttemptSchema),
});

const timelineTransitionSchema = z.object({
  from: z.enum(CHARGE_STATUSES),
  to: z.enum(CHARGE_STATUSES),
  actor: z.string(),
  reason: z.string(),
  operation_id: z.uuid(),
  traceparent,
  created_at: time,
});

const timelineEventSchema = z.object({
  event_id: z.uuid(),
  type: z.string(),
  version: z.int().min(1),
  created_at: time,
  published_at: time.nullable().describe('Null until the event is on the topic.'),
  traceparent,
});

/** All that is kept about one charge, as of one moment, each list oldest first. */
export const chargeTimelineSchema = z
  .object({
    charge_id: z.uuid(),
    status: z.enum(CHARGE_STATUSES),
    version: z.int().min(0).describe('Number of events so far, also of those that are no longer kept.'),
    operations: z.array(timelineOperationSchema),
    transitions: z.array(timelineTransitionSchema),
    events: z
      .array(timelineEventSchema)
      .describe('Kept until their day is dropped from the outbox, 7 days unless configured otherwise.'),
    truncated: z.boolean().describe('True when a list was longer than 200; the newest 200 are shown.'),
  })
  .meta({ id: 'ChargeTimeline' });

export type ChargeTimelineBody = z.infer<typeof chargeTimelineSchema>;
export type TimelineOperationBody = z.infer<typeof timelineOperationSchema>;
export type TimelineKeyBody = z.infer<typeof timelineKeySchema>;
export type TimelineAttemptBody = z.infer<typeof timelineAttemptSchema>;
export type TimelineTransitionBody = z.infer<typeof timelineTransitionSchema>;
export type TimelineEventBody = z.infer<typeof timelineEventSchema>;
