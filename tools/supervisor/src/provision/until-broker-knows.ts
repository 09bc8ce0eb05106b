import { setTimeout as delay } from 'node:timers/promises';

/** What a broker says of a topic or a group's offsets that were made a moment ago, until it has taken them in. */
const NOT_YET = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'],
  ...['GROUP_COORDINATOR_NOT_AVAILABLE', 'GROUP_LOAD_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP'],
]);
const BOUND_MS = 60_000;
const POLL_MS = 100;

/** After repetitions of its own kafkajs wraps what it was told. */
const isNotYet = (error: unknown): boolean => {
  const { type, cause } = error as { type?: string; cause?: { type?: string } };
  return NOT_YET.has(type ?? cause?.type ?? '');
};

/**
 * Asks about new topics or groups until the broker knows them and their leaders. The `waitForLeaders` of kafkajs gives
 * up at the first of these answers, which a busy broker may give for seconds.
 *
 * @throws what `ask` throws: at once if it is anything else, otherwise when the time is up
 */
export async function untilBrokerKnows<T>(
  ask: () => Promise<T>,
  { boundMs = BOUND_MS, signal }: { boundMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const deadline = performance.now() + boundMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isNotYet(error) || performance.now() > deadline) throw error;
      await delay(POLL_MS, undefined, { signal });
    }
  }
}
