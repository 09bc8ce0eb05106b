import type { ControlRecord } from '../model/control-record.ts';
import type { RunVerdict } from '../model/run-record.ts';
import type { RunSummary } from '../report/evidence/summary.ts';
import { removedBy, type Control } from './control.ts';
import { redLawsOf, type RedLaw } from './laws-of-run.ts';

/** `not_run`: nothing was shown about the control, so it counts for nothing, and least of all as caught. */
export type ControlOutcome = 'caught' | 'not_caught' | 'not_run';

export interface JudgedControl {
  readonly outcome: ControlOutcome;
  readonly record: ControlRecord;
}

/** A control that did not come to a run with a verdict, or whose run would prove nothing. */
export const controlWithoutRun = (
  control: Control,
  outcome: Exclude<ControlOutcome, 'caught'>,
  detail: string,
): JudgedControl => judged(control, { outcome, detail, reddened: [] });

/** Caught where the law that the layer upholds turned red; whatever else did is listed after it, and decides nothing. */
export function judgeControl(control: Control, summary: RunSummary): JudgedControl {
  const red = redLawsOf(summary);
  const isExpected = ({ name }: RedLaw): boolean => name === control.expected.invariant;
  const reddened = red
    .toSorted((left, right) => Number(isExpected(right)) - Number(isExpected(left)))
    .map(({ name }) => name);
  const finding = findingOf(control, red);
  if (finding !== undefined) return judged(control, { outcome: 'caught', detail: finding, reddened });
  const { outcome, detail } = missOf(control, summary, red);
  return judged(control, { outcome, detail, reddened });
}

function findingOf({ expected }: Control, red: readonly RedLaw[]): string | undefined {
  const { findings = [] } = red.find(({ name }) => name === expected.invariant) ?? {};
  return findings.find((detail) => detail.includes(expected.finding ?? ''));
}

function missOf(
  { expected }: Control,
  { verdict, reasons }: RunSummary,
  red: readonly RedLaw[],
): { outcome: 'not_caught' | 'not_run'; detail: string } {
  if (red.some(({ name }) => name === expected.invariant))
    return { outcome: 'not_caught', detail: `${expected.invariant} is red, but not as "${expected.finding ?? ''}"` };
  if (verdict === 'inconclusive') return { outcome: 'not_run', detail: `inconclusive: ${reasons.join('; ')}` };
  const detail = verdict === 'pass' ? 'stayed green' : `${expected.invariant} stayed green: ${reasons.join('; ')}`;
  return { outcome: 'not_caught', detail };
}

const judged = (
  control: Control,
  { outcome, detail, reddened }: { outcome: ControlOutcome; detail: string; reddened: readonly string[] },
): JudgedControl => ({
  outcome,
  record: {
    name: control.name,
    removed: removedBy(control),
    expectedInvariant: control.expected.invariant,
    reddened,
    caught: outcome === 'caught',
    detail,
  },
});

/** What they amount to: of `wanted` controls each has to be caught, and one that was not outweighs what was not run. */
export function verdictOfControls(outcomes: readonly ControlOutcome[], wanted: number): RunVerdict {
  if (outcomes.includes('not_caught')) return 'broken';
  const isAll = wanted > 0 && outcomes.length === wanted;
  return isAll && outcomes.every((outcome) => outcome === 'caught') ? 'pass' : 'inconclusive';
}
