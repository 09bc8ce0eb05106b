import { until } from '../../run/until.ts';
import { queryRows } from '../../run/observe/query-rows.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { partitionsOf } from '../means/scrape-process.ts';

const RECEIVED = 'SELECT count(*)::int AS count FROM inbox';
/** Two sessions: one that a killed member keeps its partitions for, one for the machine. */
const FLOWING_WITHIN_MS = 45_000;

export const rebalance: Fault = {
  name: 'rebalance',
  about: 'A ledger-consumer ends, orderly or not, while records flow: its partitions change hands.',
  isQuick: false,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 30_000,
  prepare: (random) => {
    const orders = {
      process: random.pick(['ledger-consumer-1', 'ledger-consumer-2']),
      signals: random.shuffled(['SIGTERM', 'SIGKILL'] as const).map((signal) => ({ signal })),
    };
    return { orders, run: (context) => endOneAfterTheOther(context, orders) };
  },
};

async function endOneAfterTheOther(
  context: FaultContext,
  { process, signals }: { process: string; signals: readonly { signal: NodeJS.Signals }[] },
): Promise<FaultReport> {
  const fromMs = context.sinceStartMs();
  let bites = 0;
  for (const { signal } of signals) bites += await endWhileFlowing(context, process, signal);
  return { injected: signals.length, bites, windows: [{ fromMs, toMs: context.sinceStartMs() }] };
}

/** @returns partitions that it had, if records went on being received afterwards */
async function endWhileFlowing(
  { processes, targets, signal }: FaultContext,
  process: string,
  ending: NodeJS.Signals,
): Promise<number> {
  const had = await until(
    'it has partitions',
    async () => (await partitionsOf(processes.urlOf(process))) || undefined,
    {
      withinMs: FLOWING_WITHIN_MS,
      signal,
    },
  );
  const pid = processes.pidOf(process) ?? 0;
  const before = await countReceived(targets.ledgerDbUrl);
  processes.kill(process, ending);
  await processes.untilReplaced(process, pid);
  const more = async (): Promise<true | undefined> =>
    (await countReceived(targets.ledgerDbUrl)) > before ? true : undefined;
  await until('records flow again', more, { withinMs: FLOWING_WITHIN_MS, signal });
  return had;
}

async function countReceived(ledgerDbUrl: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(ledgerDbUrl, RECEIVED);
  return row?.count ?? 0;
}
