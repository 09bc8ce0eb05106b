import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Notice } from './notice.ts';
import { NoticeQueue } from './notice-queue.ts';

const TARGET = { url: 'http://127.0.0.1:1/', secret: 's' };
const notice = (id: string): Notice => ({
  ...{ notice_id: id, provider_key: 'k', operation: 'sale', outcome: 'succeeded', payment_id: 'pay_1' },
  ...{ decline_code: null, occurred_at: '2026-01-01T00:00:00.000Z' },
});

/** Time is what the test lets run; the receiver answers as it is told. */
class World {
  readonly sent: string[] = [];
  readonly waiting: { delayMs: number; work: () => void }[] = [];
  answer: () => Promise<number | undefined> = () => Promise.resolve(204);
  readonly queue = new NoticeQueue({
    post: (sent) => {
      this.sent.push(sent.notice_id);
      return this.answer();
    },
    after: (delayMs, work) => {
      const timer = { delayMs, work };
      this.waiting.push(timer);
      return () => void this.waiting.splice(this.waiting.indexOf(timer), 1);
    },
  });

  /** Lets everything that waits go out, and says how long it waited. */
  async runTimers(): Promise<number[]> {
    const due = this.waiting.splice(0);
    for (const { work } of due) work();
    await nextTurn();
    return due.map(({ delayMs }) => delayMs);
  }
}

describe('the queue of notices', () => {
  it('delivers each after its delay', async () => {
    const world = new World();
    world.queue.deliver(notice('a'), TARGET, 30);
    world.queue.deliver(notice('b'), TARGET, 10);
    expect([world.sent, world.queue.counts().queued]).toEqual([[], 2]);
    expect(await world.runTimers()).toEqual([30, 10]);
    expect(world.queue.counts()).toEqual({ queued: 0, delivered: 2, failed_attempts: 0, given_up: 0, dropped: 0 });
  });

  it.each([undefined, 500, 302])(
    'tries again with longer and longer waits after %p, and then gives up',
    async (status) => {
      const world = new World();
      world.answer = () => Promise.resolve(status);
      world.queue.deliver(notice('a'), TARGET, 0);
      const waits: number[] = [];
      while (world.waiting.length > 0) waits.push(...(await world.runTimers()));
      expect(waits).toEqual([0, 200, 400, 800, 1600]);
      expect(world.queue.counts()).toMatchObject({ queued: 0, delivered: 0, failed_attempts: 5, given_up: 1 });
    },
  );

  it('sends a few at a time', async () => {
    const world = new World();
    const open = Promise.withResolvers<number>();
    world.answer = () => open.promise;
    for (let count = 0; count < 40; count += 1) world.queue.deliver(notice(`n${count}`), TARGET, 0);
    await world.runTimers();
    expect([world.sent.length, world.queue.counts().queued]).toEqual([16, 40]);
    open.resolve(204);
    await nextTurn();
    expect(world.queue.counts()).toMatchObject({ queued: 0, delivered: 40 });
  });

  it('drops what it has no room for, and counts it', () => {
    const world = new World();
    for (let count = 0; count < 10_003; count += 1) world.queue.deliver(notice('n'), TARGET, 0);
    expect(world.queue.counts()).toMatchObject({ queued: 10_000, dropped: 3 });
  });

  it('that is cleared forgets what waits, and tries nothing again that was under way', async () => {
    const world = new World();
    const open = Promise.withResolvers<number>();
    world.answer = () => open.promise;
    world.queue.deliver(notice('under way'), TARGET, 0);
    await world.runTimers();
    world.queue.deliver(notice('waiting'), TARGET, 50);
    world.queue.clear();
    open.resolve(500);
    await nextTurn();
    expect([world.sent, world.waiting.length, world.queue.counts().queued]).toEqual([['under way'], 0, 0]);
  });

  it('that stops waits for what is under way and takes nothing more', async () => {
    const world = new World();
    const open = Promise.withResolvers<undefined>();
    world.answer = () => open.promise;
    world.queue.deliver(notice('a'), TARGET, 0);
    await world.runTimers();
    const stopped = world.queue.stop();
    open.resolve(undefined);
    await stopped;
    world.queue.deliver(notice('b'), TARGET, 0);
    expect([world.sent, world.waiting.length, world.queue.counts().queued]).toEqual([['a'], 0, 0]);
  });
});
