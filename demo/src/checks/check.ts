import type { Evidence } from '../evidence/evidence.ts';

export interface Finding {
  readonly ok: boolean;
  readonly expected: string;
  readonly found: string;
  /** Lawful, but nothing that a calm run should show. */
  readonly notice?: string;
}

export interface CheckResult extends Finding {
  readonly name: string;
  /** Where the numbers come from. */
  readonly source: string;
}

/** A law that the evidence keeps or breaks. Pure: it sees the evidence and nothing else. */
export interface Check {
  readonly name: string;
  readonly source: string;
  readonly judge: (evidence: Evidence) => Finding;
}

export const runCheck = ({ name, source, judge }: Check, evidence: Evidence): CheckResult => ({
  name,
  source,
  ...judge(evidence),
});

/** The finding of a law about each of `total` things; `offenders` names those that break it. */
export function tally(total: number, offenders: readonly string[]): Finding {
  const kept = `${total - offenders.length} of ${total}`;
  if (offenders.length === 0) return { ok: true, expected: `all ${total}`, found: kept };
  return { ok: false, expected: `all ${total}`, found: `${kept}; first: ${offenders[0]}` };
}

/** The finding that nothing of a kind exists. */
export function none(offenders: readonly string[]): Finding {
  const found = offenders.length === 0 ? 'none' : `${offenders.length}; first: ${offenders[0]}`;
  return { ok: offenders.length === 0, expected: 'none', found };
}
