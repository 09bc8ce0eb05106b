import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRequire } from 'node:module';
import { patchKafkajsThrottleTimer } from './kafkajs-throttle-timer.patch.ts';

interface Queue {
  maybeThrottle(throttleMs: number): void;
  push(request: { entry: { correlationId: number }; expectResponse: boolean; sendRequest: () => void }): void;
  fulfillRequest(response: { correlationId: number }): void;
  checkPendingRequests(): void;
}

const noLog = { debug: () => undefined, warn: () => undefined };

const openQueue = (): Queue => {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
    options: object,
  ) => Queue;
  return new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger: noLog, clientId: 't', broker: 't' });
};

describe('patchKafkajsThrottleTimer', () => {
  beforeAll(() => {
    patchKafkajsThrottleTimer();
  });
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('arms no timer while nothing is pending', () => {
    openQueue().checkPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what was held back when the throttling ends, and then arms none', () => {
    const queue = openQueue();
    const sent: number[] = [];
    queue.maybeThrottle(500);
    queue.push({ entry: { correlationId: 1 }, expectResponse: true, sendRequest: () => sent.push(1) });
    jest.advanceTimersByTime(499);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
