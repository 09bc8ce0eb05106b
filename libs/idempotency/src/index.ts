export { RESOLUTION_OUTCOMES, type ExecuteResult, type ResolutionOutcome } from './execute-result.ts';
export {
  DEFAULT_FINGERPRINTS,
  fingerprintOf,
  type Fingerprinted,
  type FingerprintRule,
  type Fingerprints,
} from './fingerprint.ts';
export { DEFAULT_IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency-options.ts';
export { IdempotentOperations } from './idempotent-operations.ts';
export { KEY_STATES, type KeyRecord, type KeyState } from './key-record.ts';
export type { OperationHandler, Performance, Preparation, Settled, Settlement } from './operation-handler.ts';
export type { Claim, JsonValue, OperationRequest, StoredAnswer } from './operation-request.ts';
export { readKey } from './sql/read-key.sql.ts';
export { UnknownFingerprintVersionError } from './unknown-fingerprint-version.error.ts';
