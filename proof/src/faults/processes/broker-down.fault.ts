import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';

const PENDING = 'SELECT count(*)::int AS count FROM outbox WHERE published_at IS NULL';
const BACKLOG_WITHIN_MS = 60_000;
const WORKED_OFF_WITHIN_MS = 60_000;
/** What a second or two of traffic leaves behind. */
const NEARLY_NONE = 5;

export const brokerDown: Fault = {
  name: 'broker-down',
  about: 'The broker is down until a backlog of events waits in the outbox, and payments go on.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 20_000,
  prepare: (random) => {
    const orders = { backlog: random.between(30, 60) };
    return { orders, run: (context) => stopUntilBacklog(context, orders.backlog) };
  },
};

/** It bites once for each event that had to wait. */
async function stopUntilBacklog(context: FaultContext, backlog: number): Promise<FaultReport> {
  const { processes, sinceStartMs, signal, targets } = context;
  if (!processes.kafka) throw new Error('the broker is somebody else’s and can’t be stopped: unset KAFKA_BROKERS');
  const pending = (): Promise<number> => countPending(targets.chargeDbUrl);
  const fromMs = sinceStartMs();
  await processes.kafka.stop();
  let bites = 0;
  try {
    const enough = async (): Promise<true | undefined> => {
      bites = Math.max(bites, await pending());
      return bites >= backlog ? true : undefined;
    };
    await until(`${backlog} events wait in the outbox`, enough, { withinMs: BACKLOG_WITHIN_MS, signal });
  } finally {
    await processes.kafka.start();
  }
  const isWorkedOff = async (): Promise<true | undefined> => ((await pending()) <= NEARLY_NONE ? true : undefined);
  await until('the backlog is worked off', isWorkedOff, { withinMs: WORKED_OFF_WITHIN_MS, signal });
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

async function countPending(chargeDbUrl: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(chargeDbUrl, PENDING);
  return row?.count ?? 0;
}
