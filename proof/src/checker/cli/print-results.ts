import type { Finding, JudgedResult, Verdict } from '../../model/finding.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  held: 'ok',
  broken: 'BROKEN',
  not_shown: 'NOT SHOWN',
  no_case: 'no case',
};

/** The rest is counted: a broken law is often broken thousands of times. */
const SHOWN_FINDINGS = 5;

/** One line per invariant, and under a broken one what was found. */
export function tableOf(results: readonly JudgedResult[]): string {
  const width = Math.max(...results.map(({ invariant }) => invariant.length));
  const lines = results.flatMap(({ invariant, verdict, examined, law, findings }) => [
    `${MARKS[verdict].padEnd(9)}  ${invariant.padEnd(width)}  ${String(examined).padStart(7)}  ${law}`,
    ...findings.slice(0, SHOWN_FINDINGS).map((finding) => `           - ${lineOf(finding)}`),
    ...(findings.length > SHOWN_FINDINGS ? [`           - and ${findings.length - SHOWN_FINDINGS} more`] : []),
  ]);
  return lines.join('\n');
}

const lineOf = ({ detail, subject }: Finding): string => {
  const ids = Object.entries(subject).map(([name, value]) => `${name} ${value}`);
  return `${detail} (${ids.join(', ')})`;
};

/** 1 when something is broken; 2 when something was not shown; never 0 on a gap. */
export function exitCodeOf(results: readonly JudgedResult[]): 0 | 1 | 2 {
  const verdicts = new Set(results.map(({ verdict }) => verdict));
  if (verdicts.has('broken')) return 1;
  return verdicts.has('not_shown') || !verdicts.has('held') ? 2 : 0;
}
