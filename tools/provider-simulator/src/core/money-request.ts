import { createHash } from 'node:crypto';

/** What is sent along, for whoever reads the record: flat. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

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

/** The first version did not compare metadata. What was recorded under it is compared as it was then, for ever. */
export const FINGERPRINT_VERSIONS = [1, 2] as const;
export type FingerprintVersion = (typeof FINGERPRINT_VERSIONS)[number];
export const FINGERPRINT_VERSION = 2 satisfies FingerprintVersion;

/**
 * Names what a request asks for, so that a reused key is noticed: with whatever is sent along, because two sends of one
 * operation are the same in all of it. Hashed, so that no source is ever stored.
 */
export function fingerprintOf(request: MoneyRequest, metadata: Metadata, version: FingerprintVersion): string {
  const asked =
    'source' in request
      ? [request.operation, request.amountMinor.toString(), request.currency, request.source]
      : [request.operation, request.paymentId, 'amountMinor' in request ? request.amountMinor.toString() : null];
  const compared = version === 1 ? asked : [...asked, inOrderOfNames(metadata)];
  return createHash('sha256').update(JSON.stringify(compared)).digest('hex');
}

/** JSON objects have no order: the same fields are the same metadata. */
function inOrderOfNames(metadata: Metadata): [string, unknown][] {
  return Object.entries(metadata).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
