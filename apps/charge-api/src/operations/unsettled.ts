import type { Performance } from '@once/idempotency';
import type { Pool } from 'pg';
import { providerUnavailable, type OperationRefusal } from '../charges/operation-refusal.ts';
import type { ProviderResult } from '../provider/payment-provider.ts';
import { endAttempt } from './end-attempt.sql.ts';

export type UnsettledResult = Extract<ProviderResult, { kind: 'unknown' | 'not_sent' }>;

/** A try without an end: it is noted on its attempt, and the operation stays open or goes back to whoever sends it. */
export async function leaveUnsettled(
  pool: Pool,
  attempt: { operationId: string; attempt: number },
  { kind, detail }: UnsettledResult,
): Promise<Exclude<Performance<never, OperationRefusal>, { kind: 'finished' }>> {
  await endAttempt(pool, { ...attempt, outcome: kind === 'unknown' ? 'unknown' : 'refused', detail });
  return kind === 'unknown' ? { kind } : { kind: 'not_started', refusal: providerUnavailable() };
}
