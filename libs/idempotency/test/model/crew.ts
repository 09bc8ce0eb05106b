import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { KeyModel } from './key-model.ts';
import type { Lane } from './lane.ts';
import type { Send } from './step.ts';
import { Worker, type Place } from './worker.ts';

/** A worker that neither ends nor stands still for so long hangs. */
export const HANG_MS = 20_000;

/** Three keys that nobody else uses, and the workers that ask for them. */
export class Crew {
  readonly keys: readonly KeyModel[];
  readonly workers: Worker[] = [];
  private readonly ended: Promise<void>[] = [];
  private readonly lane: Lane;

  constructor(lane: Lane, [one, two]: readonly [string, string]) {
    this.lane = lane;
    const run = randomUUID();
    // The same name under two tenants, and a second name of the first.
    this.keys = [new KeyModel(one, `${run}-a`), new KeyModel(two, `${run}-a`), new KeyModel(one, `${run}-b`)];
  }

  start({ key: place, variant, engine: at, plan }: Send, holdsNext?: Place, waitMs = 0): Worker {
    const key = this.keyOf({ key: place });
    const { operations, pool } = this.lane.engines[at]!;
    const worker = new Worker(key, variant, plan, holdsNext);
    const { tenantId, idempotencyKey } = key;
    key.isTouched = true;
    pool.arm('take-over-key', key, plan.takeOverReply);
    pool.arm('release-key', key, plan.releaseReply);
    this.workers.push(worker);
    const request = { tenantId, idempotencyKey, operation: this.lane.handler.operation, resourceIds: [] };
    const executing = operations.execute(
      { ...request, input: { variant }, command: worker, resourceId: worker.resourceId },
      this.lane.handler,
      { waitMs },
    );
    this.ended.push(
      executing.then(
        (result) => worker.end(result),
        (error: unknown) => worker.end({ kind: 'failed', error }),
      ),
    );
    return worker;
  }

  keyOf({ key }: { key: number }): KeyModel {
    return this.keys[key]!;
  }

  get held(): Worker[] {
    return this.workers.filter(({ heldAt }) => heldAt !== undefined);
  }

  pickHeld(pick: number): Worker | undefined {
    const { held } = this;
    return held[pick % held.length];
  }

  /** Waits until every worker has ended or stands still, and nothing is on its way. */
  async idle(): Promise<void> {
    await within(HANG_MS, Promise.all(this.workers.map((worker) => worker.idle())));
    await within(HANG_MS, this.lane.settle());
  }

  /** Waits until the others have ended, stand still, or wait for a lock that somebody holds. */
  async untilBlocked(others: readonly Worker[]): Promise<void> {
    const giveUpAt = performance.now() + HANG_MS;
    for (;;) {
      const busy = others.filter(({ isIdle }) => !isIdle).length;
      if (busy === 0 || (await this.lane.countBlocked()) >= busy) return;
      if (performance.now() > giveUpAt) throw new Error('a rival neither ends nor waits for a lock');
    }
  }

  /** Leaves nothing running behind a run that failed half way. */
  async dismiss(): Promise<void> {
    while (this.held.length > 0) {
      this.held.forEach((worker) => worker.wake({ performing: 'throws_before' }));
      await this.idle();
    }
    await within(HANG_MS, Promise.all(this.ended));
  }
}

const within = async (limitMs: number, work: Promise<unknown>): Promise<void> => {
  const timer = new AbortController();
  const tooLong = delay(limitMs, undefined, { signal: timer.signal }).then(
    () =>
      Promise.reject(new Error(`a worker or its database hangs: neither ended nor stood still within ${limitMs} ms`)),
    () => undefined,
  );
  await Promise.race([work, tooLong]).finally(() => timer.abort());
};
