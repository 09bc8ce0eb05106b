import type { Notice } from './notice.schema.ts';

/** How an operation stands when a notice about it comes. */
export interface NoticedOperation {
  state: string;
  /** The payment of its charge; null while that is not known. */
  chargePaymentId: string | null;
}

/**
 * True where a notice can't be squared with how the operation ended: the other outcome, or a payment that is not the
 * charge's, which is money taken twice. Not while the operation is open: what ends it looks at the notices itself.
 */
export function contradicts(
  { outcome, paymentId }: Pick<Notice, 'outcome' | 'paymentId'>,
  { state, chargePaymentId }: NoticedOperation,
): boolean {
  if (state === 'failed') return outcome === 'succeeded';
  if (state !== 'succeeded') return false;
  return outcome === 'declined' || (paymentId !== null && paymentId !== chargePaymentId);
}
