import type { Decision, OperationKey, Settled } from '@once/idempotency';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { obeyDecision } from './claim-laws.ts';
import { KeyModel } from './key-model.ts';
import type { Lane } from './lane.ts';
import type { Decide, Send, Sweep } from './step.ts';
import { Worker, type Place } from './worker.ts';

/** A worker that neither ends nor stands still for so long hangs. */
export const HANG_MS = 20_000;
/** Longer than any run: a key that was asked for in it has been seen within this time. */
const TOO_SOON_MS = 3_600_000;

/** Three keys that nobody else uses, and all who work on them. */
export class Crew {
  readonly keys: readonly KeyModel[];
  readonly workers: Worker[] = [];
  private readonly rounds = new Set<Promise<unknown>>();
  private readonly ended: Promise<unknown>[] = [];
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
    const worker = this.hire(new Worker({ key, role: 'caller', variant, plan, holdsNext }));
    const { tenantId, idempotencyKey } = key;
    key.isTouched = true;
    const request = { tenantId, idempotencyKey, operation: this.lane.handler.operation, resourceIds: [] };
    const replies = { 'take-over-key': plan.takeOverReply, 'release-key': plan.releaseReply };
    const executing = pool.armedWith(replies, () =>
      operations.execute(
        { ...request, input: { variant }, command: worker, resourceId: worker.resourceId },
        this.lane.handler,
        { waitMs },
      ),
    );
    this.follow(
      worker,
      executing.then((result) => worker.end(result)),
    );
    return worker;
  }

  /** One round with one hand: the worker of what it took up, `nothing`, or `lost` when it never heard what it claimed. */
  sweep({ due, engine: at, plan, claimReply }: Sweep, holdsNext?: Place): Promise<Worker | 'nothing' | 'lost'> {
    const { operations, pool } = this.lane.engines[at]!;
    const { handler } = this.lane;
    let worker: Worker | undefined;
    const takeUp = (name: OperationKey): Worker => {
      const key = this.keyNamed(name);
      worker = this.hire(new Worker({ key, role: due, variant: key.variant ?? 0, plan, holdsNext }));
      return worker;
    };
    const sweeper = operations.sweeper(due, {
      handlers: [handler],
      maxConcurrent: 1,
      onEnd: (as) => {
        this.lane.count(`swept ${as}`);
        worker?.end({ kind: 'swept', as });
      },
    });
    const round = handler.takingUp
      .run(takeUp, () => pool.armedWith({ 'claim-due-keys': claimReply }, () => sweeper.sweep()))
      .then(
        () => worker ?? ('nothing' as const),
        (error: unknown) => {
          if (claimReply === 'none') throw error;
          this.lane.count('sweep lost');
          return 'lost' as const;
        },
      );
    this.rounds.add(round);
    this.ended.push(round.finally(() => sweeper.drain()));
    return round;
  }

  decide({ key: place, engine: at, from, isTooSoon, plan }: Decide): Worker {
    const key = this.keyOf({ key: place });
    const { tenantId, idempotencyKey } = key;
    const { handler } = this.lane;
    const worker = this.hire(new Worker({ key, role: 'decider', variant: key.variant ?? 0, plan }));
    const decision: Decision<Worker, Settled['state']> = {
      key: { tenantId, idempotencyKey },
      from: from === 'needs_review' ? { state: from } : { state: from, notSeenForMs: isTooSoon ? TOO_SOON_MS : 0 },
      settlement: () => (plan.performing === 'declined' ? 'FAILED' : 'COMPLETED'),
      alsoInTx: (_tx, claim) => {
        worker.claims[0] = claim;
        obeyDecision(claim);
        return Promise.resolve();
      },
    };
    const deciding = handler.takingUp.run(
      () => worker,
      () => this.lane.engines[at]!.operations.decide(handler, decision),
    );
    const told = deciding.then((as) => {
      this.lane.count(`decided ${as.kind === 'settled' ? from : as.kind}`);
      const [claim] = worker.claims;
      if (as.kind === 'settled' && claim) key.roles.set(claim.epoch, 'decider');
      worker.end({ kind: 'decided', as });
    });
    this.follow(worker, told);
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
    await within(HANG_MS, Promise.all(this.rounds));
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
    await within(HANG_MS, Promise.allSettled(this.ended));
  }

  private hire(worker: Worker): Worker {
    this.workers.push(worker);
    return worker;
  }

  private keyNamed({ tenantId, idempotencyKey }: OperationKey): KeyModel {
    const key = this.keys.find((one) => one.tenantId === tenantId && one.idempotencyKey === idempotencyKey);
    if (!key) throw new Error(`a sweep took up ${idempotencyKey}, which is of another run`);
    return key;
  }

  private follow(worker: Worker, work: Promise<unknown>): void {
    this.ended.push(work.catch((error: unknown) => worker.end({ kind: 'failed', error })));
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
