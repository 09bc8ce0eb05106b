import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { partitionsOf } from '../means/scrape-process.ts';

/** Two sessions: a fault before this one may have left the group in the middle of a rebalance. */
const OWNS_WITHIN_MS = 45_000;
/** The group expels it at the end of its session, and the one that is left hears of it by its next heartbeat. */
const TAKEN_OVER_WITHIN_MS = 60_000;

export const consumerStopped: Fault = {
  name: 'consumer-stopped',
  about:
    'A ledger-consumer stands still for longer than its session of 20 s, and wakes up as a member that was expelled.',
  isQuick: false,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 40_000,
  prepare: (random) => {
    const [process, other] = random.shuffled(['ledger-consumer-1', 'ledger-consumer-2']) as [string, string];
    const orders = { process, other, forMs: random.between(22_000, 26_000) };
    return { orders, run: (context) => stopBeyondSession(context, orders) };
  },
};

/** It bites once for each partition that the other consumer takes over while it sleeps. */
async function stopBeyondSession(
  { processes, sinceStartMs, signal }: FaultContext,
  { process, other, forMs }: { process: string; other: string; forMs: number },
): Promise<FaultReport> {
  const otherUrl = processes.urlOf(other);
  await until('it has partitions', async () => (await partitionsOf(processes.urlOf(process))) || undefined, {
    ...{ withinMs: OWNS_WITHIN_MS, signal },
  });
  const before = await partitionsOf(otherUrl);
  const more = async (): Promise<true | undefined> => ((await partitionsOf(otherUrl)) > before ? true : undefined);
  const fromMs = sinceStartMs();
  const bites = await processes.whilePaused(process, async () => {
    // Slept through to the end of a take-over: one that is woken in the middle of it rejoins as if nothing had been.
    await Promise.all([
      until('partitions are taken over', more, { withinMs: TAKEN_OVER_WITHIN_MS, signal }),
      sleep(forMs, undefined, { signal }),
    ]);
    return (await partitionsOf(otherUrl)) - before;
  });
  await processes.untilReady(process);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
