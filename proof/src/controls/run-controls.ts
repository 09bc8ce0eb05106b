import { REPOSITORY_ROOT } from '@once/supervisor';
import { WorkingCopy } from '@once/working-copy';
import { join } from 'node:path';
import type { PhaseLog, ShowProgress } from '../report/terminal/phase-log.ts';
import { buildCopy } from './build-copy.ts';
import type { Control, Scenario } from './control.ts';
import { controlWithoutRun, judgeControl, type JudgedControl } from './judge-control.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';

export interface ControlsRun {
  /** Folder of this run; each control and each baseline has one of its own in it. */
  readonly evidence: string;
  readonly log: PhaseLog;
  readonly signal: AbortSignal;
  /** Called as soon as one is judged. */
  readonly onJudged: (judged: JudgedControl) => void;
}

/**
 * Takes one layer away after the other, in one copy. Each scenario is run first with nothing taken away: only where it
 * is green then, its red says something. @throws when the copy cannot be made or kept in order, or the signal aborts
 */
export async function runControls(controls: readonly Control[], run: ControlsRun): Promise<void> {
  const copy = await run.log.run('copy of the sources', () => WorkingCopy.create());
  try {
    for (const [scenario, group] of Map.groupBy(controls, ({ scenario }) => scenario))
      await runGroup(copy, { scenario, group }, run);
  } finally {
    await copy.remove();
  }
}

async function runGroup(
  copy: WorkingCopy,
  { scenario, group }: { scenario: Scenario; group: readonly Control[] },
  run: ControlsRun,
): Promise<void> {
  const problem = await problemWithoutPatch(copy, scenario, run);
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
function problemWithoutPatch(copy: WorkingCopy, scenario: Scenario, run: ControlsRun): Promise<string | undefined> {
  const name = `baseline ${scenario.faults.join()}`;
  return run.log.run(name, async (progress) => {
    const evidence = join(run.evidence, name.replace(/[^\w.-]+/g, '-'));
    const ended = await buildAndRun(copy, scenario, { ...run, evidence, progress });
    const problem = problemOf(ended);
    progress(problem ?? 'green');
    return problem;
  });
}

const problemOf = (ended: ScenarioRun): string | undefined => {
  if ('problem' in ended) return ended.problem;
  const { verdict, reasons } = ended.summary;
  return verdict === 'pass' ? undefined : `${verdict}: ${reasons.join('; ')}`;
};

async function tryControl(
  copy: WorkingCopy,
  control: Control,
  run: ControlsRun & { readonly progress: ShowProgress },
): Promise<JudgedControl> {
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
  copy: WorkingCopy,
  patches: readonly string[],
  { refused, use }: { refused: (reason: string) => T; use: () => Promise<T> },
): Promise<T> {
  try {
    await copy.apply(...patches);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
  try {
    return await use();
  } finally {
    // Whatever came of it: the next control must not meet with what this one has removed.
    await copy.takeBack(...patches);
  }
}

async function buildAndRun(
  copy: WorkingCopy,
  scenario: Scenario,
  run: ControlsRun & { readonly progress: ShowProgress },
): Promise<ScenarioRun> {
  run.progress('build');
  const problem = await buildCopy(copy, run.signal);
  return problem === undefined ? runScenario(copy, scenario, run) : { problem };
}
