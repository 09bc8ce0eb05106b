import { setTimeout as sleep } from 'node:timers/promises';

/** Several times what each process may take to end in order before it is killed. */
const STOP_WITHIN_MS = 90_000;

/** @throws Error when the stack does not stop; its watchdog ends it when this process is gone */
export async function stopInTime({ stop }: { readonly stop: () => Promise<void> }): Promise<void> {
  const late = new AbortController();
  const tooLate = sleep(STOP_WITHIN_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the stack did not stop within ${STOP_WITHIN_MS / 1_000} s; its watchdog ends it`);
  });
  try {
    await Promise.race([stop(), tooLate]);
  } finally {
    late.abort();
    await tooLate.catch(() => undefined);
  }
}
