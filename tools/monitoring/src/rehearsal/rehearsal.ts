import { startOnce, type RunningOnce } from '@once/supervisor';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSetup, readSections, type Section } from '../runbook/read-runbook.ts';
import { RUNBOOK_FILE } from '../runbook/runbook-file.ts';
import { assertTools } from './assert-tools.ts';
import { lookAround } from './look-around.ts';
import { rehearseScenario, type Rehearsed, type Stage } from './rehearse-scenario.ts';
import type { Scenario } from './scenario.ts';
import { startAlertmanager } from './servers/alertmanager.ts';
import { startPrometheus } from './servers/prometheus.ts';
import { Traffic } from './traffic/traffic.ts';

export interface RehearsalOptions {
  readonly scenarios: readonly Scenario[];
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

export interface RehearsalResult {
  readonly looks: { readonly blocksRun: number; readonly failures: readonly string[] };
  readonly scenarios: readonly Rehearsed[];
}

/** A provider that keeps no keys, and no patience with it: an outcome that is lost is a person's at once. */
const CHARGE_API_ENV = { PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '1000' };

/** The whole runbook against a stack of its own. Nothing is left of it, however it ends. */
export async function rehearse({ scenarios, signal, report }: RehearsalOptions): Promise<RehearsalResult> {
  await assertTools();
  const sections = readSections(await readFile(RUNBOOK_FILE, 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'once-rehearsal-'));
  const runFile = join(folder, 'stack.json');
  let running: RunningOnce | null = null;
  try {
    running = await startOnce({ runFile, signal, onProgress: report, serviceEnv: { 'charge-api': CHARGE_API_ENV } });
    return await rehearseOn(running, { runFile, sections, scenarios, signal, report });
  } finally {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function rehearseOn(
  running: RunningOnce,
  context: RehearsalOptions & { runFile: string; sections: readonly Section[] },
): Promise<RehearsalResult> {
  const { sections, scenarios, signal, report } = context;
  const alertmanager = await startAlertmanager(running, signal);
  const prometheus = await startPrometheus(running, alertmanager.url, signal);
  const traffic = new Traffic(running.stack);
  try {
    const { stack } = running;
    const setup = sections.flatMap(({ blocks }) => blocks).find(isSetup)?.text ?? '';
    const blocks = { stack, runFile: context.runFile, prometheus, setup, signal };
    await traffic.charge();
    const looks = await lookAround(sections, blocks);
    report(`${looks.blocksRun} blocks that look were run on a stack that is well, ${looks.failures.length} failed`);
    const rehearsed: Rehearsed[] = [];
    for (const scenario of scenarios) {
      report(`${scenario.name}: ${scenario.about}`);
      const section = sections.find(({ heading }) => heading === scenario.section) ?? { heading: '', blocks: [] };
      const stage: Stage = { running, traffic, signal, prometheus, alertmanager, blocks, section };
      rehearsed.push(await rehearseScenario(scenario, stage));
    }
    return { looks, scenarios: rehearsed };
  } finally {
    await traffic.stopAll();
    await Promise.all([prometheus.stop(), alertmanager.stop()]);
  }
}
