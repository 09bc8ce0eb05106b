import { UnsettleableError } from '@once/idempotency';

/** The payment of a success is not one that this operation can have: somebody else's, or a second one. */
export class OtherPaymentError extends UnsettleableError {}
