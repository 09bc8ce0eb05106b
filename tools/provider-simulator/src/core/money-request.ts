import { createHash } from 'node:crypto';

/** `sale` is a payment that is captured at once, `authorize` one that is captured later. */
export const OPERATIONS = ['authorize', 'sale', 'capture', 'refund', 'cancel'] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface PaymentRequest {
  readonly operation: 'authorize' | 'sale';
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly source: string;
}

export interface AmountRequest {
  readonly operation: 'capture' | 'refund';
  readonly paymentId: string;
  readonly amountMinor: bigint;
}

export interface CancelRequest {
  readonly operation: 'cancel';
  readonly paymentId: string;
}

export type MoneyRequest = PaymentRequest | AmountRequest | CancelRequest;

/**
 * Names what a request asks for, so that a reused key is noticed. Metadata is left out on purpose: it carries the
 * attempt number, which differs between two honest sends of one operation. Hashed, so that no source is ever stored.
 */
export function fingerprintOf(request: MoneyRequest): string {
  const asked =
    'source' in request
      ? [request.operation, request.amountMinor.toString(), request.currency, request.source]
      : [request.operation, request.paymentId, 'amountMinor' in request ? request.amountMinor.toString() : null];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}
