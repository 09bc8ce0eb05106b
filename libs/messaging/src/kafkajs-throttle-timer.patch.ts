import { createRequire } from 'node:module';

/**
 * kafkajs 2.2.4 keeps a timer per connection that looks for requests held back by a broker's throttling. It arms that
 * timer also when nothing is pending, with `throttledUntil - Date.now()`, which is about minus 1.7e12. Node turns a
 * negative delay into 1 ms, so every connection wakes a thousand times a second for ever, and since Node 24 each process
 * prints TimeoutNegativeWarning. The replacement below is the original with one difference: no pending request, no timer.
 * A request that is pushed while the connection is throttled arms it, so none is forgotten.
 */
const PATCHED_VERSION = '2.2.4';

/** How often kafkajs itself looks again while the limit of requests in flight, not a throttle, holds requests back. */
const CHECK_INTERVAL_MS = 10;

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: unknown[];
  checkPendingRequests(): void;
}

type ScheduleCheck = (this: RequestQueue) => void;

const scheduleCheckPendingRequests: ScheduleCheck = function () {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : CHECK_INTERVAL_MS,
  );
};

const load = createRequire(import.meta.url);

/**
 * Replaces the timer of every kafkajs connection of this process. Safe to call again.
 * @throws Error for any other version of kafkajs: read its request queue, then move or remove this patch.
 */
export function patchKafkajsThrottleTimer(): void {
  const { version } = load('kafkajs/package.json') as { version: string };
  const queue = load('kafkajs/src/network/requestQueue/index.js') as {
    prototype: Partial<Record<string, ScheduleCheck>>;
  };
  if (version !== PATCHED_VERSION || !queue.prototype['scheduleCheckPendingRequests']) {
    throw new Error(`kafkajs ${version} is installed, the throttle timer's patch is for ${PATCHED_VERSION}: review it`);
  }
  queue.prototype['scheduleCheckPendingRequests'] = scheduleCheckPendingRequests;
}
