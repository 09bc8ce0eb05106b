import type { RunSummary } from '../report/evidence/summary.ts';
import { keptLawsOfRetries, redLawsOfRetries } from './judge-retries.ts';

type Judged = Pick<RunSummary, 'invariants' | 'workload'>;

export interface RedLaw {
  readonly name: string;
  /** What was found, as the checker said it. */
  readonly findings: readonly string[];
}

/** A law that was broken in the middle of the run carries that in its name; it is the same law. */
const lawOf = (invariant: string): string => invariant.replace(/ \(during the run\)$/, '');

/** Everything that turned red in a run. */
export function redLawsOf({ invariants, workload }: Judged): RedLaw[] {
  const broken = invariants.filter(({ verdict }) => verdict === 'broken');
  const byLaw = [...Map.groupBy(broken, ({ invariant }) => lawOf(invariant))];
  const ofInvariants = byLaw.map(([name, results]) => ({
    name,
    findings: results.flatMap(({ findings }) => findings.map(({ detail }) => detail)),
  }));
  return [...ofInvariants, ...redLawsOfRetries(workload)];
}

/** Everything that had something to look at, and was green. */
export const keptLawsOf = ({ invariants, workload }: Judged): string[] => [
  ...invariants.filter(({ verdict }) => verdict === 'held').map(({ invariant }) => invariant),
  ...keptLawsOfRetries(workload),
];
