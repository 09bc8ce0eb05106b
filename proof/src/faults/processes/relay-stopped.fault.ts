import { setTimeout as sleep } from 'node:timers/promises';
import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';

const OWNED = `SELECT shard, owner FROM relay_shards WHERE owner LIKE $1 || '/%'`;
const LOST = `
  SELECT count(*)::int AS count FROM unnest($1::int[], $2::text[]) AS before (shard, owner)
  JOIN relay_shards AS now USING (shard) WHERE now.owner IS DISTINCT FROM before.owner`;

/** One that was started again gets its share within seconds. */
const OWNS_WITHIN_MS = 30_000;
/** Several times the lease. */
const TAKEN_OVER_WITHIN_MS = 30_000;

export const relayStopped: Fault = {
  name: 'relay-stopped',
  about: 'A relay stands still for longer than the lease of its shards, 3 s, and wakes up.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 7_000,
  prepare: (random) => {
    const orders = { process: random.pick(['relay-1', 'relay-2', 'relay-3']), forMs: random.between(5_000, 7_000) };
    return { orders, run: (context) => stopBeyondLease(context, orders) };
  },
};

/** It bites once for each shard that another relay publishes by the time it wakes up. */
async function stopBeyondLease(
  { processes, targets, sinceStartMs, signal }: FaultContext,
  { process, forMs }: { process: string; forMs: number },
): Promise<FaultReport> {
  const url = targets.chargeDbUrl;
  const readOwned = async (): Promise<{ shard: number; owner: string }[] | undefined> => {
    const rows = await queryRows<{ shard: number; owner: string }>(url, OWNED, [process]);
    return rows.length > 0 ? rows : undefined;
  };
  const owned = await until('it owns shards', readOwned, { withinMs: OWNS_WITHIN_MS, signal });
  const fromMs = sinceStartMs();
  const before = [owned.map(({ shard }) => shard), owned.map(({ owner }) => owner)];
  const readLost = async (): Promise<number | undefined> => {
    const [lost] = await queryRows<{ count: number }>(url, LOST, before);
    return lost?.count || undefined;
  };
  const bites = await processes.whilePaused(process, async () => {
    await sleep(forMs, undefined, { signal });
    // On a busy machine the others come later: one that is woken before that has missed nothing.
    return until('its shards are taken over', readLost, { withinMs: TAKEN_OVER_WITHIN_MS, signal });
  });
  await processes.untilReady(process);
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
