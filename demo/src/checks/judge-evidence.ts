import type { Evidence } from '../evidence/evidence.ts';
import { runCheck, type CheckResult } from './check.ts';
import { clientChecks } from './client.checks.ts';
import { effectChecks } from './effect.checks.ts';
import { eventChecks } from './event.checks.ts';
import { keyChecks } from './key.checks.ts';
import { ledgerChecks } from './ledger.checks.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly results: readonly CheckResult[];
}

const ALL_CHECKS = [...effectChecks, ...eventChecks, ...ledgerChecks, ...keyChecks, ...clientChecks];

/** Every law, one finding each; one that is broken breaks the verdict. */
export function judgeEvidence(evidence: Evidence): Verdict {
  const results = ALL_CHECKS.map((check) => runCheck(check, evidence));
  return { ok: results.every(({ ok }) => ok), results };
}
