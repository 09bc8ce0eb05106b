import { setTimeout as delay } from 'node:timers/promises';

/** What a broker says of a topic that was made a moment ago, until its own copy of the metadata has it. */
const NOT_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);
const BOUND_MS = 60_000;
const POLL_MS = 100;

const isNotYet = (error: unknown): boolean => NOT_YET.has((error as { type?: string }).type ?? '');

/**
 * Asks about new topics until the broker knows them and their leaders. The `waitForLeaders` of kafkajs gives up at the
 * first of the two answers, which a busy broker may give for seconds.
 *
 * @throws what `ask` throws: at once if it is anything else, otherwise when the time is up
 */
export async function untilBrokerKnows<T>(ask: () => Promise<T>, { boundMs = BOUND_MS } = {}): Promise<T> {
  const deadline = performance.now() + boundMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isNotYet(error) || performance.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
