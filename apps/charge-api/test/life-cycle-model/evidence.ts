import type { Pool } from 'pg';
import type { WorkerName } from './plan-book.ts';
import type { OperationRow, OperationRows } from './rows.ts';

/** What we wrote down about the calls to the provider for one operation. */
export interface Evidence {
  key: string;
  is_contradicted: boolean;
  attempts: { attempt: number; outcome: string; is_late: boolean; late_outcome: string | null }[];
}

const READ_EVIDENCE = `
  SELECT o.idempotency_key AS key, o.is_contradicted,
         (SELECT coalesce(json_agg(json_build_object('attempt', a.attempt, 'outcome', a.outcome, 'is_late', a.is_late,
                                                     'late_outcome', a.late_outcome) ORDER BY a.attempt), '[]')
          FROM provider_attempts a WHERE a.operation_id = o.id) AS attempts
  FROM operations o
  WHERE o.tenant_id = $1::uuid AND o.idempotency_key = ANY ($2::text[])`;

export async function readEvidence(pool: Pool, tenantId: string, keys: readonly string[]): Promise<Evidence[]> {
  const { rows } = await pool.query<Evidence>({
    name: 'model-evidence',
    text: READ_EVIDENCE,
    values: [tenantId, keys],
  });
  return rows;
}

/** No call is unknown to us, nothing is left open behind an end, and the end is what an attempt says. */
export function brokenEvidence(
  evidence: readonly Evidence[],
  { rows, calls }: { rows: OperationRows; calls: readonly WorkerName[] },
): string[] {
  return evidence.flatMap(({ key, is_contradicted: isContradicted, attempts }) => {
    const row = rows.get(key);
    const made = calls.filter((call) => call.key === key);
    const isUnknown = made.some(({ attempt }) => attempts.every((one) => one.attempt !== attempt));
    const outcomes = attempts.map(({ outcome, late_outcome: late }) => late ?? outcome);
    return [
      ...(isUnknown ? [`${key} was sent without an attempt`] : []),
      ...(isContradicted ? [`${key} is contradicted by a provider that never lied`] : []),
      ...(row && !fits(row, outcomes) ? [`${key} is ${row.state} (${row.failure_code}) by ${outcomes.join()}`] : []),
    ];
  });
}

const fits = ({ state, failure_code: code }: OperationRow, outcomes: readonly string[]): boolean => {
  if (state === 'needs_review') return true;
  if (outcomes.includes('open')) return false;
  if (state === 'succeeded') return outcomes.includes('succeeded') && !outcomes.includes('declined');
  if (code === 'generic_decline') return outcomes.includes('declined') && !outcomes.includes('succeeded');
  // Given up, or refused at the door: the provider never acted.
  return outcomes.every((outcome) => outcome === 'refused');
};
