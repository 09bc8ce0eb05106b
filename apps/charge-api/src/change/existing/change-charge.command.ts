/** A validated wish to change a charge that is there: to capture, cancel, expire or refund it. */
export interface ChangeChargeCommand {
  chargeId: string;
  /** Minor units; null means all there is. */
  amountMinor: bigint | null;
  requestId: string;
  /** Path of the request, for the `instance` of a problem. */
  instance: string;
  traceparent: string | null;
}
