import { REPOSITORY_ROOT } from '@once/supervisor';
import { WorkingCopy } from '@once/working-copy';
import { join } from 'node:path';
import type { PhaseLog, ShowProgress } from '../report/terminal/phase-log.ts';
import { buildCopy } from './build-copy.ts';
import type { Control, Scenario } from './control.ts';
import { controlWithoutRun, judgeControl, type JudgedControl } from './judge-control.ts';
import { keptLawsOf } from './laws-of-run.ts';
import { runScenario, type ScenarioOptions, type ScenarioRun } from './run-scenario.ts';

export interface ControlsRun {
  /** Folder of this run; each control and each baseline has one of its own in it. */
  readonly evidence: string;
  readonly log: PhaseLog;
  readonly signal: AbortSignal;
  /** Called as soon as one is judged. */
  readonly onJudged: (judged: JudgedControl) => void;
}

/** What is done to a copy; handed in, so that the order of things can be tested without a stack. */
export interface ControlsParts {
  readonly copySources: () => Promise<SourceCopy>;
  readonly build: (copy: SourceCopy, signal: AbortSignal) => Promise<string | undefined>;
  readonly run: (copy: SourceCopy, scenario: Scenario, options: ScenarioOptions) => Promise<ScenarioRun>;
}

export type SourceCopy = Pick<WorkingCopy, 'folder' | 'apply' | 'remove'>;

const REAL_PARTS: ControlsParts = {
  copySources: () => WorkingCopy.create(),
  build: buildCopy,
  run: runScenario,
};

/**
 * Takes one layer away after the other, in one copy. Each scenario is run first with nothing taken away: only where it
 * is green then, its red says something. @throws when the copy cannot be made or kept in order, or the signal aborts
 */
export async function runControls(
  controls: readonly Control[],
  run: ControlsRun,
  parts: ControlsParts = REAL_PARTS,
): Promise<void> {
  const copy = await run.log.run('copy of the sources', parts.copySources);
  try {
    for (const [scenario, group] of Map.groupBy(controls, ({ scenario }) => scenario))
      await runGroup(copy, { scenario, group }, { ...run, parts });
  } finally {
    await copy.remove();
  }
}

type RunWithParts = ControlsRun & { readonly parts: ControlsParts };
type Trial = RunWithParts & { readonly progress: ShowProgress };

async function runGroup(
  copy: SourceCopy,
  { scenario, group }: { scenario: Scenario; group: readonly Control[] },
  run: RunWithParts,
): Promise<void> {
  const laws = new Set(group.map(({ expected }) => expected.invariant));
  const problem = await problemWithoutPatch(copy, { scenario, laws }, run);
  for (const control of group) {
    run.signal.throwIfAborted();
    run.onJudged(
      problem === undefined
        ? await run.log.run(control.name, (progress) => tryControl(copy, control, { ...run, progress }))
        : controlWithoutRun(control, 'not_run', `its scenario is not green without the patch: ${problem}`),
    );
  }
}

/** Why red would prove nothing in this scenario; undefined when all is as it should be. */
function problemWithoutPatch(
  copy: SourceCopy,
  { scenario, laws }: { scenario: Scenario; laws: ReadonlySet<string> },
  run: RunWithParts,
): Promise<string | undefined> {
  const name = `baseline ${scenario.faults.join()}`;
  return run.log.run(name, async (progress) => {
    const evidence = join(run.evidence, name.replace(/[^\w.-]+/g, '-'));
    const ended = await buildAndRun(copy, scenario, { ...run, evidence, progress });
    const problem = problemOf(ended, laws);
    progress(problem ?? 'green');
    return problem;
  });
}

/** A law that found nothing to look at would be no less green without its layer. */
function problemOf(ended: ScenarioRun, laws: ReadonlySet<string>): string | undefined {
  if ('problem' in ended) return ended.problem;
  const { verdict, reasons } = ended.summary;
  if (verdict !== 'pass') return `${verdict}: ${reasons.join('; ')}`;
  const kept = keptLawsOf(ended.summary);
  const notShown = [...laws].filter((law) => !kept.includes(law));
  return notShown.length === 0 ? undefined : `it does not show ${notShown.join(', ')}`;
}

async function tryControl(copy: SourceCopy, control: Control, run: Trial): Promise<JudgedControl> {
  const patches = control.patches.map((patch) => join(REPOSITORY_ROOT, patch));
  const judged = await inPatched(copy, patches, {
    refused: (reason) => controlWithoutRun(control, 'not_caught', `does not apply: ${reason}`),
    use: async () => {
      const evidence = join(run.evidence, control.name);
      const ended = await buildAndRun(copy, control.scenario, { ...run, evidence });
      if ('summary' in ended) return judgeControl(control, ended.summary);
      return controlWithoutRun(control, 'not_run', ended.problem);
    },
  });
  const { outcome, record } = judged;
  run.progress(outcome === 'caught' ? `caught by ${record.expectedInvariant}` : record.detail);
  return judged;
}

async function inPatched<T>(
  copy: SourceCopy,
  patches: readonly string[],
  { refused, use }: { refused: (reason: string) => T; use: () => Promise<T> },
): Promise<T> {
  const applied = await copy.apply(...patches).catch((error: unknown) => messageOf(error));
  if (typeof applied === 'string') return refused(applied);
  try {
    return await use();
  } finally {
    // Whatever came of it: the next control must not meet with what this one has removed.
    await applied.takeBack();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function buildAndRun(copy: SourceCopy, scenario: Scenario, run: Trial): Promise<ScenarioRun> {
  run.progress('build');
  const problem = await run.parts.build(copy, run.signal);
  return problem === undefined ? run.parts.run(copy, scenario, run) : { problem };
}
