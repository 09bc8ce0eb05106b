import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { partitionsOf } from '../means/scrape-process.ts';

/** A rebalance waits for the members that are left, and the first fetch comes after it. */
const TAKEN_OVER_WITHIN_MS = 30_000;

export const consumerStopped: Fault = {
  name: 'consumer-stopped',
  about:
    'A ledger-consumer stands still for longer than its session of 20 s, and wakes up as a member that was expelled.',
  isQuick: false,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 35_000,
  prepare: (random) => {
    const [process, other] = random.shuffled(['ledger-consumer-1', 'ledger-consumer-2']) as [string, string];
    const orders = { process, other, forMs: random.between(22_000, 26_000) };
    return { orders, run: (context) => stopBeyondSession(context, orders) };
  },
};

/** It bites once for each partition that the other consumer has to take over. */
async function stopBeyondSession(
  { processes, sinceStartMs, signal }: FaultContext,
  { process, other, forMs }: { process: string; other: string; forMs: number },
): Promise<FaultReport> {
  const url = processes.urlOf(other);
  const before = await partitionsOf(url);
  const fromMs = sinceStartMs();
  const more = async (): Promise<number | undefined> => {
    const count = (await partitionsOf(url)) - before;
    return count > 0 ? count : undefined;
  };
  const takenOver = until('partitions are taken over', more, { withinMs: TAKEN_OVER_WITHIN_MS, signal }).catch(() => 0);
  await processes.pause(process, forMs);
  const bites = await takenOver;
  signal.throwIfAborted();
  await processes.untilReady(process);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
