import { EFFECT_OF } from './effect.ts';
import { refuse, type Decision } from './decision.ts';
import type { PaymentRequest } from './money-request.ts';

const ACCEPTED_SOURCE = 'tok_visa';

/**
 * A token that nobody knows is declined like a bad card rather than refused as an error: a caller must never see a
 * failure of the provider where there is only a card that cannot be charged.
 */
const DECLINE_CODES: Readonly<Record<string, string>> = { tok_declined: 'generic_decline' };
const UNKNOWN_TOKEN = 'unknown_token';

export function decidePayment(request: PaymentRequest, paymentId: string): Decision {
  const { operation, amountMinor, currency, source } = request;
  if (source !== ACCEPTED_SOURCE) return decline(source);
  return {
    httpStatus: 201,
    body: { id: paymentId, status: EFFECT_OF[operation], amount_minor: amountMinor.toString(), currency },
    paymentId,
    effect: { operation, paymentId, amountMinor, currency },
  };
}

function decline(source: string): Decision {
  const declineCode = Object.hasOwn(DECLINE_CODES, source) ? DECLINE_CODES[source] : undefined;
  return refuse(402, {
    code: 'card_declined',
    decline_code: declineCode ?? UNKNOWN_TOKEN,
    message: 'The card was declined; no money moved.',
  });
}
