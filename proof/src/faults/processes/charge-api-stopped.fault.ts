import { queryRows } from '../../run/observe/query-rows.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { holdInFlight } from '../means/hold-in-flight.ts';

/** Each claim after the first one of its key. */
const TAKEOVERS = 'SELECT coalesce(sum(epoch - 1), 0)::int AS count FROM idempotency_keys';

export const chargeApiStopped: Fault = {
  name: 'charge-api-stopped',
  about: 'A charge-api stands still for longer than the lease of 8 s, with operations in flight, and wakes up.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 13_000,
  prepare: (random) => {
    const orders = {
      process: random.pick(['charge-api-1', 'charge-api-2']),
      forMs: random.between(9_500, 11_500),
    };
    return { orders, run: (context) => stopBeyondLease(context, orders) };
  },
};

/** It bites where a key is claimed again: then the one that sleeps is a stale worker, whose writes must fail. */
async function stopBeyondLease(
  context: FaultContext,
  { process, forMs }: { process: string; forMs: number },
): Promise<FaultReport> {
  const { processes, targets, sinceStartMs } = context;
  await holdInFlight(context);
  const before = await countTakeovers(targets.chargeDbUrl);
  const fromMs = sinceStartMs();
  await processes.pause(process, forMs);
  const bites = (await countTakeovers(targets.chargeDbUrl)) - before;
  await processes.untilReady(process);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

async function countTakeovers(chargeDbUrl: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(chargeDbUrl, TAKEOVERS);
  return row?.count ?? 0;
}
