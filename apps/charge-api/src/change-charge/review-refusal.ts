import type { Pool } from 'pg';
import type { ChangeRule, ProviderRefusal } from './change-rule.ts';
import { countFailedChanges } from './count-failed-changes.sql.ts';

/** Why a person has to look at what the provider has refused; undefined where its refusal is the end of the operation. */
export async function reviewRefusal(
  pool: Pool,
  rule: ChangeRule,
  { chargeId, refusal }: { chargeId: string; refusal: ProviderRefusal },
): Promise<string | undefined> {
  const why = rule.whyReview?.(refusal);
  if (why !== undefined || rule.maxRefusals === undefined) return why;
  const refusals = 1 + (await countFailedChanges(pool, chargeId, rule.kind));
  if (refusals < rule.maxRefusals) return undefined;
  return `the provider has refused it ${refusals} times, now with ${refusal.declineCode}`;
}
