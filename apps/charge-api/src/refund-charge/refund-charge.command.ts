/** A validated wish to give money back. */
export interface RefundChargeCommand {
  chargeId: string;
  /** Minor units; null means all that is left. */
  amountMinor: bigint | null;
  requestId: string;
  instance: string;
  traceparent: string | null;
}
