export { CHARGES_TOPIC, CHARGES_DEAD_LETTER_TOPIC, SHARD_COUNT } from './topics.ts';
export { murmur2, shardOfCharge } from './shard-of-charge.ts';
export { ACTIVE_CURRENCY_RULE, currencyExponent, isActiveCurrency, isKnownCurrency } from './currency.ts';
export { CHARGE_EVENT_TYPES, isChargeEventType, type ChargeEventType } from './charge-event-type.ts';
export {
  amountMinorText,
  chargeEventSchema,
  writtenChargeEventSchema,
  type ChargeEvent,
  type WrittenChargeEvent,
} from './charge-event.schema.ts';
export { chargeEventHeadersSchema } from './charge-event-headers.schema.ts';
export { toJsonSchemas, type JsonSchemaOptions } from './to-json-schemas.ts';
export { CLOUDEVENTS_VERSION, EVENT_CONTENT_TYPE, EVENT_HEADERS, EVENT_SOURCE } from './event-headers.ts';
export { CHARGE_STATUSES, OPERATION_STATES, type ChargeStatus, type OperationState } from './charge-status.ts';
export { PROBLEM_CODES, PROBLEM_KINDS, type ProblemCode } from './problem-code.ts';
export { HTTP_HEADERS, JSON_CONTENT_TYPE, PROBLEM_CONTENT_TYPE } from './http-headers.ts';
export { looksLikeCardNumber } from './card-number.ts';
export {
  createChargeSchema,
  cancelChargeSchema,
  captureChargeSchema,
  createRefundSchema,
  type CreateChargeRequest,
  type CreateRefundRequest,
} from './charge-request.schema.ts';
export {
  chargeListSchema,
  chargeSchema,
  idempotencyKeySchema,
  problemSchema,
  refundSchema,
  type ChargeBody,
  type ChargeListBody,
  type IdempotencyKeyBody,
  type ProblemBody,
  type RefundBody,
} from './charge-response.schema.ts';
export {
  chargeTimelineSchema,
  type ChargeTimelineBody,
  type TimelineAttemptBody,
  type TimelineEventBody,
  type TimelineKeyBody,
  type TimelineOperationBody,
  type TimelineTransitionBody,
} from './charge-timeline.schema.ts';
