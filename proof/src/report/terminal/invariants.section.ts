import type { Finding, JudgedResult, Verdict } from '../../model/finding.ts';
import { grouped } from '../show-numbers.ts';
import type { Style } from './paint.ts';
import type { Section } from './section.ts';

const MARKS: Readonly<Record<Verdict, { readonly mark: string; readonly style: Style }>> = {
  held: { mark: 'ok', style: 'green' },
  broken: { mark: 'BROKEN', style: 'red' },
  not_shown: { mark: 'NOT SHOWN', style: 'yellow' },
  no_case: { mark: 'no case', style: 'dim' },
};

/** The rest is counted: a broken law is often broken thousands of times, and all of them are in summary.json. */
const SHOWN_FINDINGS = 5;

export const invariantsSection = (invariants: readonly JudgedResult[]): Section => ({
  title: 'INVARIANTS',
  right: [1],
  rows: invariants.map(({ invariant, law, examined, findings, verdict }) => ({
    ...MARKS[verdict],
    cells: [invariant, grouped(examined), law],
    details: [
      ...findings.slice(0, SHOWN_FINDINGS).map(findingLine),
      ...(findings.length > SHOWN_FINDINGS ? [`and ${grouped(findings.length - SHOWN_FINDINGS)} more`] : []),
    ],
  })),
});

const findingLine = ({ detail, subject }: Finding): string => {
  const ids = Object.entries(subject).map(([name, value]) => `${name} ${value}`);
  return ids.length === 0 ? detail : `${detail} (${ids.join(', ')})`;
};
