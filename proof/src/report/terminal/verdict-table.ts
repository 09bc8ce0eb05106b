import type { RunRecord, RunVerdict } from '../../model/run-record.ts';
import { REPLAY_SCOPE, replayLine } from '../replay-line.ts';
import { backlogSection, controlsSection, crashPointsSection, faultsSection } from './faults.sections.ts';
import { invariantsSection } from './invariants.section.ts';
import { metricsSection, retriesSection, suppressedSection } from './numbers.sections.ts';
import type { Paint, Style } from './paint.ts';
import { sectionLines, visible } from './section.ts';

const WORDS: Readonly<Record<RunVerdict, { readonly word: string; readonly style: Style }>> = {
  pass: { word: 'PASS', style: 'green' },
  broken: { word: 'BROKEN', style: 'red' },
  inconclusive: { word: 'INCONCLUSIVE', style: 'yellow' },
};

/** Everything that was found, section by section, and the verdict last, where a terminal ends. */
export function verdictTable(record: RunRecord, paint: Paint): string[] {
  const sections = [
    invariantsSection(record.invariants),
    metricsSection(record.metrics),
    suppressedSection(record.suppressed),
    retriesSection(record.workload),
    faultsSection(record.faults),
    backlogSection(record.backlog),
    crashPointsSection(record.crashPoints),
    controlsSection(record.controls),
  ];
  return ['', ...sections.flatMap((section) => sectionLines(section, paint))];
}

/** The last lines of a run. `reportPath` is null when the report could not be written. */
export function verdictLines(record: RunRecord, reportPath: string | null, paint: Paint): string[] {
  const { word, style } = WORDS[record.verdict];
  const { commit, isDirty } = record.environment;
  const checkout = commit === null || isDirty ? '' : `git checkout ${commit} && `;
  return [
    `  ${paint('bold', 'verdict')}  ${paint(style, word)}`,
    ...record.reasons.map((reason) => `           ${paint(style, visible(reason))}`),
    ...(reportPath === null ? [] : [`  report   ${reportPath}`]),
    `  replay   ${checkout}${replayLine(record)}`,
    ...(isDirty
      ? [`           ${paint('yellow', `the working tree had changes on top of ${commit ?? 'its commit'}`)}`]
      : []),
    `           ${paint('dim', REPLAY_SCOPE)}`,
  ];
}

/** The first line of a run. */
export const headLine = ({ seed, operations, faultsRequested, environment }: HeadFacts, paint: Paint): string =>
  [
    paint('bold', 'prove'),
    `seed ${seed}`,
    `commit ${environment.commit ?? 'unknown'}${environment.isDirty ? ' + changes' : ''}`,
    `${operations} operations`,
    `faults: ${faultsRequested.join(', ') || 'none'}`,
  ].join('  ');

export type HeadFacts = Pick<RunRecord, 'seed' | 'operations' | 'faultsRequested' | 'environment'>;
