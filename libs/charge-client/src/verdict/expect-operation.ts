import { exactAmount, type CreateChargeInput, type PartialAmountInput } from '../request/request-bodies.ts';
import { readCharge, type Charge } from '../resources/charge.ts';
import { readRefund } from '../resources/refund.ts';
import { CANCELED, CAPTURED, CREATED_AUTHORIZED, CREATED_CAPTURED, endOf, REFUNDED, type Course } from './course.ts';
import { requireSame } from './expect-read.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { isExpired, jsonBody, requirePath, type WholeAnswer } from './whole-answer.ts';

/** The new charge, and no other one: two charges of a tenant often differ in nothing but these. */
export function expectCreated({ amount, currency, reference, capture = true }: CreateChargeInput): ExpectedAnswer {
  const askedMinor = exactAmount('createCharge', amount);
  return expectCharge(201, capture ? CREATED_CAPTURED : CREATED_AUTHORIZED, (charge) => {
    requireSame('amount', charge.amount, askedMinor);
    requireSame('currency', charge.currency, currency);
    requireSame('reference', charge.reference, reference ?? null);
  });
}

/** Without an amount all of the charge is captured. */
export function expectCaptured(chargeId: string, { amount }: PartialAmountInput): ExpectedAnswer {
  const asked = amount === undefined ? undefined : exactAmount('captureCharge', amount);
  const checkId = (charge: Charge): void => requireSame('id', charge.id, chargeId);
  return expectCharge(200, CAPTURED, checkId, (charge) => {
    requireSame('amount_captured', charge.amountCaptured, asked ?? charge.amount);
  });
}

export function expectCanceled(chargeId: string): ExpectedAnswer {
  return expectCharge(200, CANCELED, ({ id }) => requireSame('id', id, chargeId));
}

export function expectRefunded(chargeId: string, { amount }: PartialAmountInput): ExpectedAnswer {
  const asked = amount === undefined ? undefined : exactAmount('refundCharge', amount);
  return {
    status: 201,
    checkCharge: ({ id }) => requireSame('id', id, chargeId),
    judgeSuccess: (answer) => {
      const refund = readRefund(jsonBody(answer, 'application/json'));
      requireSame('charge_id', refund.chargeId, chargeId);
      // Without an amount it is what was left, which only the server knows.
      requireSame('amount', refund.amount, asked ?? refund.amount);
      requireOwnPath(answer, `/v1/charges/${chargeId}/refunds/${refund.id}`);
      return endOf(answer, refund.status, REFUNDED);
    },
  };
}

/** @param checkCharge throws for a charge that the call is not about, @param checkEnd for one that it cannot lead to */
function expectCharge(
  status: 200 | 201,
  course: Course,
  checkCharge: (charge: Charge) => void,
  checkEnd: (charge: Charge) => void = () => undefined,
): ExpectedAnswer {
  return {
    status,
    checkCharge,
    judgeSuccess: (answer) => {
      const charge = readCharge(jsonBody(answer, 'application/json'));
      checkCharge(charge);
      checkEnd(charge);
      requireOwnPath(answer, `/v1/charges/${charge.id}`);
      return endOf(answer, charge.status, course);
    },
  };
}

/** Where a success is kept; one that has expired says where the resource is that stands in for it. */
function requireOwnPath(answer: WholeAnswer, path: string): void {
  requirePath(answer, isExpired(answer) ? 'content-location' : 'location', path);
}
