import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { holdInFlight } from '../means/hold-in-flight.ts';

const UP_WITHIN_MS = 60_000;

export const postgresRestart: Fault = {
  name: 'postgres-restart',
  about:
    'The server of both databases ends with operations in flight, and comes back by crash recovery or a fast restart.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 8_000,
  prepare: (random) => {
    // Immediate shutdown is a crash as far as the data goes; fast shutdown ends every session by itself.
    const orders = { signal: random.pick(['SIGQUIT', 'SIGINT'] as const) };
    return { orders, run: (context) => restart(context, orders.signal) };
  },
};

/** It bites once for each operation that was between claim and completion. */
async function restart(context: FaultContext, ending: NodeJS.Signals): Promise<FaultReport> {
  const { processes, targets, sinceStartMs, signal } = context;
  const bites = await holdInFlight(context);
  const pid = processes.pidOf('postgres');
  const fromMs = sinceStartMs();
  processes.kill('postgres', ending);
  const isUp = async (): Promise<true | undefined> => {
    if (processes.pidOf('postgres') === pid || processes.pidOf('postgres') === null) return undefined;
    await queryRows(targets.chargeDbUrl, 'SELECT 1');
    return true;
  };
  await until('Postgres is up again', isUp, { withinMs: UP_WITHIN_MS, signal });
  for (const name of processes.services) await processes.untilReady(name);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
