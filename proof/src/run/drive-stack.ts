import type { RunningOnce } from '@once/supervisor';
import type { FailpointFolder } from '../crash-points/failpoint-folder.ts';
import type { FaultPlan } from '../faults/planning/plan-faults.ts';
import type { ReturnPath } from '../network/return-path.ts';
import type { EvidenceFolder } from '../report/evidence/evidence-folder.ts';
import type { PhaseLog } from '../report/terminal/phase-log.ts';
import { checkDrained } from './check/check-phase.ts';
import { Watch } from './check/watch.ts';
import type { Interruption } from './interruption.ts';
import { drain } from './observe/drain.ts';
import { ProofRun } from './proof-run.ts';
import type { ProveOptions } from './prove-arguments.ts';
import { targetsOf } from './proof-stack.ts';
import { readServerVersions } from './read-server-versions.ts';
import type { RecordDraft } from './record-draft.ts';

/** Per operation at the slowest pace, and the faults' own time twice over, on top of what the phases are bounded by. */
const MS_PER_OPERATION = 250;
const SPARE_MS = 10 * 60_000;

export interface Drive {
  readonly options: ProveOptions;
  readonly plan: FaultPlan;
  readonly once: RunningOnce;
  readonly failpoints: FailpointFolder;
  readonly returnPath: ReturnPath | null;
  readonly otherProviderUrl: string | null;
  readonly folder: EvidenceFolder;
  readonly sinceStartMs: () => number;
  readonly log: PhaseLog;
  readonly draft: RecordDraft;
  readonly interruption: Interruption;
}

/** What is done with a stack that is up. @throws when the harness fails; what was seen by then is in the draft */
export async function driveStack(drive: Drive): Promise<void> {
  const { options, plan, once, otherProviderUrl, folder, draft, interruption } = drive;
  interruption.bound(options.operations * MS_PER_OPERATION + 2 * plan.lastsMs + SPARE_MS, 'the run');
  draft.takeServers(await readServerVersions(targetsOf(once, otherProviderUrl), process.env));
  const run = await ProofRun.open({ ...drive, historyFile: folder.historyFile, signal: interruption.signal });
  try {
    // Aborted and not raced: what is under way must have ended before anything is closed under it.
    once.failed.catch((error: unknown) => interruption.end(error instanceof Error ? error.message : String(error)));
    await runPhases(run, drive);
  } finally {
    draft.take(run);
    await run.close();
  }
}

async function runPhases(
  run: ProofRun,
  { options, log, once, otherProviderUrl, folder, draft, plan, interruption }: Drive,
): Promise<void> {
  const { signal } = interruption;
  const targets = targetsOf(once, otherProviderUrl);
  const watch = new Watch({ targets, historyFile: folder.historyFile, signal, turns: run.turns });
  await log.run('workload under faults', (progress) => run.sendUnderFaults(progress));
  await log.run('heal', () => run.heal());
  await log.run('check of what holds at every instant', async (progress) => {
    await watch.end();
    draft.takeWatched(watch);
    progress(`${watch.looks} looks while the run went on`);
  });
  await log.run('settle in doubt', (progress) => run.settle(progress));
  if (hasTranscripts(options)) {
    await log.run('transcripts', async (progress) => {
      const made = await run.transcribe(progress);
      draft.takeTranscripts(made);
      progress(`${made.transcripts.length} made`);
    });
  }
  // What is left over then is for the checker to name; the phase alone keeps the run from passing.
  await log
    .run('drain', (progress) => drain(targets, { withinMs: options.patienceMs, signal, progress }))
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
    });
  await run.sampler.stop();
  const { restarted } = run.processes;
  if (!plansDisturbance(plan)) draft.takeUnplanned(restarted);
  const noCrashes = restarted.length === 0 && !plansDisturbance(plan);
  await log.run('check', async (progress) => {
    const checked = await checkDrained(targets, folder.historyFile, { noCrashes });
    draft.takeChecked(checked);
    progress(`${checked.invariants.length} invariants`);
  });
}

/** One of them kills a process, so that only a run which does so anyway has them. */
const hasTranscripts = ({ faults }: ProveOptions): boolean => faults.includes('all') || faults.includes('quick');

const plansDisturbance = ({ lanes }: FaultPlan): boolean =>
  Object.values(lanes).some((lane) => lane.some(({ fault }) => fault.disturbsProcesses));
