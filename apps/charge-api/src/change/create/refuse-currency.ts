import { ACTIVE_CURRENCY_RULE, isActiveCurrency } from '@once/contracts';
import type { Claim, Preparation } from '@once/idempotency';
import type { OperationRefusal } from '../../charges/operation-refusal.ts';
import { INVALID_BODY } from '../../http/operation-body.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';

/**
 * Asked in the claim and not where the body is read: only there it is known that the key is new. A retry of a charge
 * that an earlier version took, in a currency that is withdrawn since, gets its stored answer or is finished.
 */
export const hasActiveCurrency = ({ request }: Claim<CreateChargeCommand>): boolean =>
  isActiveCurrency(request.command.currency);

/** The same answer as for any other body that does not fit; the key is not used up. */
export const currencyNotInUse = (): Preparation<OperationRefusal> => ({
  kind: 'withdrawn',
  refusal: {
    code: 'invalid_request',
    detail: INVALID_BODY,
    extras: { errors: [{ pointer: '/currency', detail: ACTIVE_CURRENCY_RULE }] },
  },
});
