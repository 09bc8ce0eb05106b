import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { FaultContext } from '../fault-context.ts';

const PROCESSING = `SELECT count(*)::int AS count FROM idempotency_keys WHERE state = 'PROCESSING'`;
/** Longer than it takes to see that they are there, shorter than the answer deadline of 4 s. */
const HOLD_MS = 2_500;
/** On both of two processes, whatever order the proxy asks them in. */
const AT_LEAST = 4;
const WITHIN_MS = 20_000;

/**
 * Lets the provider take its time, so that operations are between their claim and their completion when the fault
 * strikes: with a fast provider that is a matter of luck. @returns how many there are now
 */
export async function holdInFlight({ provider, targets, signal }: FaultContext): Promise<number> {
  await provider.set({ kind: 'hang', when: 'after', delay_ms: HOLD_MS, times: 3 * AT_LEAST });
  const ask = async (): Promise<number | undefined> => {
    const count = await countProcessing(targets.chargeDbUrl);
    return count >= AT_LEAST ? count : undefined;
  };
  return until('operations are in flight', ask, { withinMs: WITHIN_MS, everyMs: 50, signal });
}

async function countProcessing(chargeDbUrl: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(chargeDbUrl, PROCESSING);
  return row?.count ?? 0;
}
