import { isFix, isLook, type Section } from '../runbook/read-runbook.ts';
import { runBlock, type BlockContext, type Values } from './run-block.ts';
import type { Breakage, Scenario, ScenarioContext } from './scenario.ts';
import type { Alertmanager } from './servers/alertmanager.ts';
import type { Prometheus } from './servers/prometheus.ts';
import { until } from './until.ts';

export interface Stage extends ScenarioContext {
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  readonly blocks: BlockContext;
  readonly section: Section;
}

export interface Rehearsed {
  readonly scenario: string;
  readonly alert: string;
  readonly firedAfterS: number | null;
  readonly clearedAfterS: number | null;
  readonly blocksRun: number;
  /** Null where all went as the runbook says. */
  readonly failure: string | null;
}

const QUIET_WITHIN_S = 240;
const FIRES_WITHIN_S = 120;
/** The longest shortened range is what "in the last hour" becomes. */
const CLEARS_WITHIN_S = 240;

/** Breaks the stack, sees the alert, does what the runbook says, sees it clear. */
export async function rehearseScenario(scenario: Scenario, stage: Stage): Promise<Rehearsed> {
  const progress = { firedAfterS: null as number | null, clearedAfterS: null as number | null, blocksRun: 0 };
  const result = (failure: string | null): Rehearsed => ({
    ...{ scenario: scenario.name, alert: scenario.section, failure },
    ...progress,
  });
  let breakage: Breakage | null = null;
  try {
    await until('no page from the scenario before', QUIET_WITHIN_S, stage.signal, () => isQuiet(stage));
    const brokenAt = performance.now();
    breakage = await scenario.breakStack(stage);
    await until(`${scenario.section} fires`, FIRES_WITHIN_S, stage.signal, () => isFiring(scenario, stage));
    progress.firedAfterS = secondsSince(brokenAt);
    await expectOnePage(scenario, stage);
    const fixedAt = await followRunbook(breakage, stage, () => (progress.blocksRun += 1));
    await until(`${scenario.section} clears`, CLEARS_WITHIN_S, stage.signal, async () =>
      (await isFiring(scenario, stage)) ? undefined : true,
    );
    progress.clearedAfterS = secondsSince(fixedAt);
    await breakage.verify?.();
    return result(null);
  } catch (error) {
    stage.signal.throwIfAborted();
    return result(error instanceof Error ? error.message : String(error));
  } finally {
    await breakage?.end();
  }
}

const secondsSince = (startMs: number): number => Math.round((performance.now() - startMs) / 100) / 10;

async function isFiring({ section, labels = {} }: Scenario, { prometheus }: Stage): Promise<true | undefined> {
  const wanted = Object.entries({ alertname: section, ...labels });
  const firing = (await prometheus.alerts()).filter(({ state }) => state === 'firing');
  return firing.some((alert) => wanted.every(([name, value]) => alert.labels[name] === value)) ? true : undefined;
}

async function isQuiet({ prometheus }: Stage): Promise<true | undefined> {
  const pages = (await prometheus.alerts()).filter(({ labels }) => labels['severity'] === 'page');
  if (pages.length > 0) throw new Error(pages.map(({ labels, state }) => `${labels['alertname']} ${state}`).join(', '));
  return true;
}

/** The same cause pages once: whatever else fires is explained by it. */
async function expectOnePage({ section }: Scenario, { alertmanager, signal }: Stage): Promise<void> {
  await until(`${section} is the only page`, FIRES_WITHIN_S, signal, async () => {
    const pages = await alertmanager.pages();
    if (pages.length !== 1 || pages[0] !== section) throw new Error(`pages: ${pages.join(', ') || 'none'}`);
    return true as const;
  });
}

/** Every block that looks, then every one that fixes, for each value that was found. Resolves to when it was fixed. */
async function followRunbook(breakage: Breakage, { blocks, section }: Stage, ran: () => void): Promise<number> {
  let found: Values[] = [];
  for (const block of section.blocks.filter(isLook)) {
    const answer = await runBlock(block, found[0] ?? {}, blocks);
    ran();
    const learned = breakage.learn?.(block, answer);
    if (learned && learned.length > 0) found = learned;
  }
  for (const block of section.blocks.filter(isFix)) {
    for (const values of found.length > 0 ? found : [{}]) await runBlock(block, values, blocks);
    ran();
  }
  await breakage.othersFix?.();
  return performance.now();
}
