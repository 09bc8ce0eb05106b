/** Every status a charge can have; one spelling in code, SQL CHECK, metric label and docs. */
export const CHARGE_STATUSES = [
  'pending',
  'authorized',
  'captured',
  'failed',
  'unknown',
  'needs_review',
  'canceled',
  'expired',
  'partially_refunded',
  'refunded',
] as const;

export type ChargeStatus = (typeof CHARGE_STATUSES)[number];

/** States of an operation row: what became of one logical intent. */
export const OPERATION_STATES = ['pending', 'unknown', 'needs_review', 'succeeded', 'failed'] as const;

export type OperationState = (typeof OPERATION_STATES)[number];
