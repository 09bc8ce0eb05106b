/** Event types of a charge, as `ce_type`. The spelling is the contract; a new meaning gets a new version. */
export const CHARGE_EVENT_TYPES = {
  authorized: 'payments.charge.authorized.v1',
  captured: 'payments.charge.captured.v1',
  refunded: 'payments.charge.refunded.v1',
  canceled: 'payments.charge.canceled.v1',
  expired: 'payments.charge.expired.v1',
  failed: 'payments.charge.failed.v1',
} as const;

export type ChargeEventType = (typeof CHARGE_EVENT_TYPES)[keyof typeof CHARGE_EVENT_TYPES];

const all = new Set<string>(Object.values(CHARGE_EVENT_TYPES));

export function isChargeEventType(value: string): value is ChargeEventType {
  return all.has(value);
}
