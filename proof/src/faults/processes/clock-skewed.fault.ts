import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { scrapeProcess, sumOfMetric } from '../means/scrape-process.ts';

const PRELOADED = pathToFileURL(join(import.meta.dirname, 'skew-clock.ts')).href;
const MINUTE_MS = 60_000;
/** Below the least skew. */
const UP_FOR_AT_MOST_MS = 4 * MINUTE_MS;
/** What a process does that its clock could spoil, by the metric that counts it. */
const WORK = ['charge_attempts_total', 'relay_events_published_total'];

export const clockSkewed: Fault = {
  name: 'clock-skewed',
  about: 'The clock of one process is minutes ahead or behind for the whole run.',
  isQuick: true,
  lane: 'whole_run',
  disturbsProcesses: false,
  lastsMs: () => 0,
  prepare: (random) => {
    const orders = {
      process: random.pick(['charge-api-1', 'charge-api-2', 'relay-1', 'relay-2', 'relay-3']),
      skewMs: random.pick([-1, 1]) * random.between(5, 60) * MINUTE_MS,
    };
    const env = { NODE_OPTIONS: `--import ${PRELOADED}`, ONCE_CLOCK_SKEW_MS: String(orders.skewMs) };
    const instanceEnv = { [orders.process]: env };
    return { orders, instanceEnv, run: (context) => lastWholeRun(context, orders) };
  },
};

/** It bites once for each request, or event, that the process worked on since its last start. */
async function lastWholeRun(
  { processes, sinceStartMs, trafficIsOver }: FaultContext,
  { process, skewMs }: { process: string; skewMs: number },
): Promise<FaultReport> {
  const fromMs = sinceStartMs();
  const url = processes.urlOf(process);
  await assertSkewed(url, skewMs);
  await trafficIsOver;
  await processes.untilReady(process);
  const samples = await scrapeProcess(url);
  const bites = WORK.reduce((sum, name) => sum + sumOfMetric(samples, name), 0);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

/**
 * By its own account it started that much earlier or later than it is now; since then it cannot have run for long.
 * @throws Error when its clock is right after all
 */
async function assertSkewed(url: string, skewMs: number): Promise<void> {
  const startedAtMs = sumOfMetric(await scrapeProcess(url), 'process_start_time_seconds') * 1_000;
  if (!(Math.abs(startedAtMs - Date.now() - skewMs) < UP_FOR_AT_MOST_MS))
    throw new Error(
      `${url} says that it started at ${new Date(startedAtMs).toISOString()}: its clock is not ${skewMs} ms off`,
    );
}
