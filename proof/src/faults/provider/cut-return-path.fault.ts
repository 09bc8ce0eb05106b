import { setTimeout as sleep } from 'node:timers/promises';
import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';

interface Orders {
  /** How long requests arrive, one spell after the other, before their sender notices that nothing comes back. */
  readonly arriveForMs: readonly number[];
}

const SPELLS = 3;
/** Resending, giving the connection up, and the breaker's pause after it. */
const SPELL_LASTS_MS = 10_000;
const NOTICED_WITHIN_MS = 8_000;

/** Attempts whose connection stood and then had no way: what the system's own error says, whatever was made of it. */
const CUT_OFF = `SELECT operation_id || '/' || attempt AS id FROM provider_attempts WHERE detail LIKE '%read EHOSTUNREACH%'`;

export const cutReturnPath: Fault = {
  name: 'cut-return-path',
  about: 'Requests reach the provider and are done, its answers find no way back: established sockets are unreachable.',
  isQuick: false,
  lane: 'provider',
  disturbsProcesses: false,
  needsOwnNetwork: true,
  lastsMs: () => SPELLS * SPELL_LASTS_MS,
  prepare: (random) => {
    const orders = { arriveForMs: Array.from({ length: SPELLS }, () => random.between(400, 1_200)) };
    return { orders: { arriveForMs: orders.arriveForMs.join(' ') }, run: (context) => cutRepeatedly(context, orders) };
  },
};

async function cutRepeatedly(context: FaultContext, { arriveForMs }: Orders): Promise<FaultReport> {
  const windows = [];
  const cutOff = new Set<string>();
  for (const arriveMs of arriveForMs) {
    const fromMs = context.sinceStartMs();
    await cutOnce(context, arriveMs, cutOff);
    windows.push({ fromMs, toMs: context.sinceStartMs() });
    // Until the breaker has looked again and connections stand; without them nothing could be cut.
    await sleep(SPELL_LASTS_MS / 2, undefined, { signal: context.signal });
  }
  return { injected: arriveForMs.length, bites: cutOff.size, windows };
}

/** Whatever happens, the way is free again afterwards. */
async function cutOnce(context: FaultContext, arriveMs: number, cutOff: Set<string>): Promise<void> {
  const { returnPath, targets, signal } = context;
  if (!returnPath) throw new Error('there is no network of its own');
  const before = cutOff.size;
  const endsAtMs = performance.now() + NOTICED_WITHIN_MS;
  await returnPath.cut();
  try {
    await sleep(arriveMs, undefined, { signal });
    await returnPath.noticeAtSender();
    await until(
      'the sender notices',
      async () => {
        const rows = await queryRows<{ id: string }>(targets.chargeDbUrl, CUT_OFF);
        for (const { id } of rows) cutOff.add(id);
        return cutOff.size > before || performance.now() >= endsAtMs || undefined;
      },
      { withinMs: 2 * NOTICED_WITHIN_MS, everyMs: 200, signal },
    );
  } finally {
    await returnPath.heal();
  }
}
