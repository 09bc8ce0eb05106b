import { setTimeout as delay } from 'node:timers/promises';
import type { SpawnedProcess } from './spawn-process.ts';

/** Ends a process by SIGTERM, and by SIGKILL when it takes longer than the bound. Resolves when it is gone. */
export async function endOrderly(child: SpawnedProcess, boundMs: number, onLate: () => void): Promise<void> {
  child.signal('SIGTERM');
  // Somebody may have left it suspended, and then it would see no signal but SIGKILL.
  child.signal('SIGCONT');
  const patience = new AbortController();
  const late = delay(boundMs, true, { signal: patience.signal }).catch(() => false);
  void child.ended.then(() => patience.abort());
  if (await late) {
    onLate();
    child.signal('SIGKILL');
  }
  await child.ended;
}
