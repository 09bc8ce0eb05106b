import type { Pool } from 'pg';
import type { RefusalVerdict } from '../../operations/provider-work.ts';
import type { PaymentLookup } from '../../provider/payment-provider.ts';
import type { ChangeRule, ProviderRefusal } from '../rules/change-rule.ts';
import { countFailedChanges } from './count-failed-changes.sql.ts';
import { judgeShownPayment } from './judge-shown-payment.ts';

export interface RefusedChange {
  chargeId: string;
  paymentId: string;
  refusal: ProviderRefusal;
  lookUp: () => Promise<PaymentLookup>;
}

/** Whether what the provider has refused ends with that, or holds all the same, or is a person's. */
export async function reviewRefusal(pool: Pool, rule: ChangeRule, refused: RefusedChange): Promise<RefusalVerdict> {
  const { chargeId, paymentId, refusal, lookUp } = refused;
  if (rule.looksUpRefusals) {
    const verdict = judgeShownPayment({ paymentId, refusal, shown: await lookUp() });
    if (verdict) return verdict;
  }
  const why = rule.whyReview?.(refusal);
  if (why !== undefined) return { kind: 'needs_review', detail: why };
  if (rule.maxRefusals === undefined) return { kind: 'stands' };
  const refusals = 1 + (await countFailedChanges(pool, chargeId, rule.kind));
  if (refusals < rule.maxRefusals) return { kind: 'stands' };
  const detail = `the provider has refused it ${refusals} times, now with ${refusal.declineCode}`;
  return { kind: 'needs_review', detail };
}
