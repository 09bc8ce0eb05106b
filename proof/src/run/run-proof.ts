import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailpointFolder } from '../crash-points/failpoint-folder.ts';
import { FAULTS } from '../faults/index.ts';
import { leaveOutImpossible } from '../faults/planning/leave-out-impossible.ts';
import {
  instanceEnvOf,
  needsOtherProvider,
  planFaults,
  scheduleOf,
  type FaultPlan,
} from '../faults/planning/plan-faults.ts';
import { selectFaults } from '../faults/planning/select-faults.ts';
import type { OwnNetwork } from '../network/own-network.ts';
import { ReturnPath } from '../network/return-path.ts';
import type { RunRecord } from '../model/run-record.ts';
import { createEvidenceFolder, type EvidenceFolder } from '../report/evidence/evidence-folder.ts';
import { PhaseLog } from '../report/terminal/phase-log.ts';
import type { Screen } from '../report/terminal/screen.ts';
import { headLine } from '../report/terminal/verdict-table.ts';
import { driveStack } from './drive-stack.ts';
import type { Interruption } from './interruption.ts';
import type { ProveOptions } from './prove-arguments.ts';
import { startOtherProvider, startProofStack } from './proof-stack.ts';
import { readEnvironment } from './read-environment.ts';
import { RecordDraft } from './record-draft.ts';
import { stopInTime } from './stop-in-time.ts';

/** The first start on a machine downloads the broker, over whatever line there is. */
const START_WITHIN_MS = 20 * 60_000;

export interface ProofOutcome {
  readonly record: RunRecord;
  readonly folder: EvidenceFolder;
}

/** The whole run, from an empty machine to the record of it. Whatever happens, nothing of it is left running. */
export async function runProof(
  options: ProveOptions,
  screen: Screen,
  interruption: Interruption,
  network: OwnNetwork | null = null,
): Promise<ProofOutcome> {
  const startedAt = new Date();
  const startedMs = performance.now();
  const sinceStartMs = (): number => Math.round(performance.now() - startedMs);
  const environment = await readEnvironment();
  const plan = planFaults(
    options.seed,
    leaveOutImpossible(selectFaults(options.faults, FAULTS), network),
    options.backlog,
  );
  screen.line(headLine({ ...options, faultsRequested: options.faults, environment }, screen.paint));
  const folder = await createEvidenceFolder(options.evidence, { startedAt, seed: options.seed });
  const log = new PhaseLog(screen, sinceStartMs);
  const draft = new RecordDraft({ options, environment, startedAt, log, schedule: scheduleOf(plan) });
  try {
    await inOwnStack({ plan, log, interruption, network }, (parts) =>
      driveStack({ options, plan, ...parts, folder, sinceStartMs, log, draft, interruption }),
    );
  } catch (error) {
    draft.fail(interruption.signal.aborted ? interruption.signal.reason : error);
  } finally {
    interruption.unbound();
  }
  return { record: draft.finish(new Date()), folder };
}

interface StackParts {
  readonly once: Awaited<ReturnType<typeof startProofStack>>;
  readonly failpoints: FailpointFolder;
  readonly returnPath: ReturnPath | null;
  readonly otherProviderUrl: string | null;
}

interface StackUse {
  readonly plan: FaultPlan;
  readonly log: PhaseLog;
  readonly interruption: Interruption;
  readonly network: OwnNetwork | null;
}

async function inOwnStack(
  { plan, log, interruption, network }: StackUse,
  use: (parts: StackParts) => Promise<void>,
): Promise<void> {
  let returnPath: ReturnPath | null = null;
  const reachProviderAt = async (url: string): Promise<string> => (returnPath = await ReturnPath.open(url)).url;
  const failpoints = new FailpointFolder(await mkdtemp(join(tmpdir(), 'once-failpoints-')));
  try {
    await failpoints.create();
    interruption.bound(START_WITHIN_MS, 'the start');
    const once = await log.run('start stack', (onProgress) =>
      startProofStack({
        failpointDir: failpoints.path,
        instanceEnv: instanceEnvOf(plan),
        ...(network?.kind === 'entered' ? { reachProviderAt } : {}),
        signal: interruption.signal,
        onProgress,
      }),
    );
    try {
      const other = needsOtherProvider(plan) ? await startOtherProvider(once, interruption.signal) : null;
      await use({ once, failpoints, returnPath, otherProviderUrl: other?.url ?? null });
    } finally {
      interruption.unbound();
      await log.run('stop stack', () => stopInTime(once));
    }
  } finally {
    await closeReturnPath(returnPath);
    await rm(failpoints.path, { recursive: true, force: true });
  }
}

const closeReturnPath = (returnPath: ReturnPath | null): Promise<void> | undefined => returnPath?.close();
