export { RetryBudget, RETRY_DEFAULTS, type RetryDecision, type RetryPolicy, type StopReason } from '@once/retry-policy';
export type { AnswerInfo, Answered } from './answered.ts';
export { ChargeClient } from './charge-client.ts';
export type { ChargeClientOptions, RawRequest, ReadOptions, WriteOptions } from './request/charge-client-options.ts';
export { ChargeClientError } from './errors/charge-client.error.ts';
export {
  ApiUnavailableError,
  AuthenticationError,
  CardDeclinedError,
  ConflictError,
  IdempotencyKeyReusedError,
  InvalidRequestError,
  NotFoundError,
  OperationAbortedError,
  OutcomeUnknownError,
  RateLimitedError,
  RetryBudgetExhaustedError,
  UnexpectedAnswerError,
} from './errors/error-classes.ts';
export type { ChargeErrorCode, ClientErrorCode, ServerErrorCode } from './errors/error-code.ts';
export type {
  AttemptDecision,
  AttemptError,
  AttemptEvent,
  AttemptRecord,
  OperationStop,
} from './errors/attempt-record.ts';
export type { Clock, Sleep } from './request/clock.ts';
export type { FieldError, Problem } from './json/problem.ts';
export type { RawAnswer } from './raw-answer.ts';
export type { AmountInput, CreateChargeInput, PartialAmountInput } from './request/request-bodies.ts';
export type { Charge, ChargeStatus, KnownChargeStatus } from './resources/charge.ts';
export type { ChargePage, ListChargesInput } from './resources/charge-page.ts';
export type { ChargeTimeline, TimelineEvent, TimelineTransition } from './resources/charge-timeline.ts';
export type { TimelineAttempt, TimelineKey, TimelineOperation } from './resources/timeline-operation.ts';
export type { IdempotencyKeyRecord } from './resources/idempotency-key-record.ts';
export type { Refund } from './resources/refund.ts';
