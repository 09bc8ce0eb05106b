import { setTimeout as delay } from 'node:timers/promises';
import type { RespawnedProcess } from './respawned-process.ts';

/** One of the processes dies every one to two seconds; one that is only starting has nothing yet to lose. */
export async function keepKilling(
  processes: readonly RespawnedProcess[],
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  for (let kills = 0; ;) {
    const isOver = await delay(1_000 + 1_000 * random(), false, { signal }).catch(() => true);
    if (isOver) return kills;
    const readiness = await Promise.all(processes.map((process) => process.isReady()));
    const ready = processes.filter((_process, index) => readiness[index]);
    const victim = ready[Math.floor(random() * ready.length)];
    if (!victim) continue;
    victim.kill();
    kills += 1;
  }
}
