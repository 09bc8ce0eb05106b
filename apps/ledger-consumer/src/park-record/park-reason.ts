/** Why a record was set aside. One spelling here, in the table's CHECK and in the metric's label. */
export const PARK_REASONS = [
  'missing_value',
  'oversized',
  'invalid_header',
  'foreign_event',
  'unsupported_content_type',
  'invalid_json',
  'invalid_body',
  'key_mismatch',
  'payload_mismatch',
  'late_unknown',
  'exponent_mismatch',
  'effect_already_posted',
  'database_refused',
  'handler_failed',
] as const;

export type ParkReason = (typeof PARK_REASONS)[number];
