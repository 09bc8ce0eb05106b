import { startOnce, TENANTS, type RunningOnce, type StackFile } from '@once/supervisor';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeEvidence } from './checks/judge-evidence.ts';
import { CouldNotRunError } from './could-not-run.error.ts';
import type { DemoOptions } from './demo-arguments.ts';
import type { DemoStack } from './demo-stack.ts';
import { loadInput } from './input/load-input.ts';
import type { Interruption } from './interruption.ts';
import { phase } from './report/phase.ts';
import type { Screen } from './report/screen.ts';
import { showBadLines } from './report/show-bad-lines.ts';
import { showNumbers } from './report/show-numbers.ts';
import { showChecks, showVerdict } from './report/show-verdict.ts';
import { trialBalance } from './report/trial-balance.ts';
import { runDemo, type DemoOutcome } from './run-demo.ts';

const OWN_INPUT = join(import.meta.dirname, '../charges.ndjson');
/** The first start on a machine downloads the broker, over whatever line there is. */
const START_WITHIN_MS = 20 * 60_000;
const RUN_WITHIN_MS = 5 * 60_000;
/** Several times what each process may take to end in order before it is killed. */
const STOP_WITHIN_MS = 60_000;

/** The whole demo, from the file to the verdict, in a stack of its own. @returns the exit code */
export async function runInOwnStack(options: DemoOptions, screen: Screen, interruption: Interruption): Promise<0 | 1> {
  const path = options.file ?? OWN_INPUT;
  const shownPath = options.file ?? relative(process.cwd(), OWN_INPUT);
  const { units, lineCount, bad } = await loadInput(path, TENANTS);
  screen.line(` ${screen.paint('bold', 'Once')}   ${lineCount} requests of ${shownPath}`);
  screen.line();
  showBadLines(screen, shownPath, bad);
  interruption.bound(START_WITHIN_MS, 'the start');
  const once = await phase(screen, 'start Postgres, Kafka, the provider simulator and the services', (progress) =>
    start(options, { signal: interruption.signal, onProgress: progress }),
  );
  const outcome = await useAndStop(once, screen, async () => {
    interruption.bound(RUN_WITHIN_MS, 'the run');
    const run = { stack: toDemoStack(once.stack), units, screen, signal: interruption.signal };
    const done = await interruption.race(Promise.race([once.failed, runDemo(run)]));
    showBadLines(screen, shownPath, done.notSent);
    return done;
  });
  interruption.signal.throwIfAborted();
  return conclude(outcome, screen, bad.length + outcome.notSent.length);
}

const start = (
  { chargeApi, relay, ledgerConsumer }: DemoOptions,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (line: string) => void },
): Promise<RunningOnce> => startOnce({ chargeApi, relay, ledgerConsumer, runFile: null, signal, onProgress });

const toDemoStack = (stack: StackFile): DemoStack => {
  const { provider } = stack;
  if (provider === null)
    throw new CouldNotRunError('the stack runs without the provider simulator, whose record is needed');
  return { ...stack, provider };
};

async function useAndStop<T>(once: RunningOnce, screen: Screen, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await phase(screen, 'stop all of it and remove its data', () => stopInTime(once));
  }
}

async function stopInTime(once: RunningOnce): Promise<void> {
  const late = new AbortController();
  const tooLate = sleep(STOP_WITHIN_MS, undefined, { signal: late.signal }).then(() => {
    throw new CouldNotRunError(`the stack did not stop within ${STOP_WITHIN_MS / 1_000} s; its watchdog ends it`);
  });
  try {
    await Promise.race([once.stop(), tooLate]);
  } finally {
    late.abort();
  }
}

function conclude({ evidence }: DemoOutcome, screen: Screen, notRun: number): 0 | 1 {
  const verdict = judgeEvidence(evidence);
  const heading = (text: string): void => screen.lines(['', ` ${screen.paint('bold', text)}`]);
  heading('WHAT HAPPENED');
  showNumbers(screen, evidence);
  heading('TRIAL BALANCE (ledger DB)');
  screen.lines(trialBalance(evidence));
  heading('CHECKS on what the run left behind; the last three hold what clients were told against it');
  showChecks(screen, verdict);
  screen.line();
  showVerdict(screen, verdict, notRun);
  return verdict.ok ? 0 : 1;
}
