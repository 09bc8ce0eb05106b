export { RESOLUTION_OUTCOMES, type ExecuteResult, type ResolutionOutcome } from './execute-result.ts';
export { IDEMPOTENCY_FAILPOINTS } from './failpoints.ts';
export {
  DEFAULT_FINGERPRINTS,
  fingerprintOf,
  type Fingerprinted,
  type FingerprintRule,
  type Fingerprints,
} from './operation/fingerprint.ts';
export { DEFAULT_IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency-options.ts';
export { IdempotentOperations } from './idempotent-operations.ts';
export { UnsettleableError } from './unsettleable.error.ts';
export { KEY_STATES, type KeyRecord, type KeyState } from './operation/key-record.ts';
export type { Decision, DecisionOutcome } from './decide-operation.ts';
export { ADD_UNSETTLED_KEYS, CREATE_IDEMPOTENCY_KEYS } from './migrations/idempotency-keys.sql.ts';
export type {
  OperationHandler,
  OperationKey,
  ResumableHandler,
  Suspension,
  Performance,
  Preparation,
  Settled,
  Settlement,
} from './operation/operation-handler.ts';
export type {
  Claim,
  ClaimedRequest,
  JsonValue,
  OperationRequest,
  StoredAnswer,
  Unsettled,
} from './operation/operation-request.ts';
export { findAbandonedKeys, type AbandonedKey, type Abandonment } from './sql/find-abandoned-keys.sql.ts';
export { Sweeper, type AnyResumable, type SweeperOptions, type SweepOutcome } from './sweeper.ts';
export type { DueWork } from './sql/claim-due-keys.sql.ts';
export { readKey } from './sql/read-key.sql.ts';
export { UnknownFingerprintVersionError } from './operation/unknown-fingerprint-version.error.ts';
export type { RunInContext } from './batcher.ts';
export { IDEMPOTENCY_METRICS } from './idempotency-metrics.ts';
