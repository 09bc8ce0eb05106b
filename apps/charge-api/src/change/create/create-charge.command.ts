/** A validated wish to charge a card. */
export interface CreateChargeCommand {
  operationId: string;
  amountMinor: bigint;
  currency: string;
  /** Token of the provider. Stored with the operation, because whoever resumes it must be able to send it. */
  source: string;
  capture: boolean;
  reference: string | null;
  description: string | null;
  metadata: Record<string, string>;
  requestId: string;
  /** Path of the request, for the `instance` of a problem. */
  instance: string;
  traceparent: string | null;
}
