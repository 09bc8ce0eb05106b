import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expectedAnswer, judgeAnswer } from './expected-answer.ts';
import { KeyModel } from './key-model.ts';
import { endLeases, purge, readKeyRows } from './key-rows.ts';
import type { Lane } from './lane.ts';
import { judgeOutcome, judgeRows } from './laws.ts';
import type { Run, Send, Step } from './step.ts';
import { Worker, type Place, type Plan } from './worker.ts';

/** A worker that neither ends nor stands still for so long hangs. */
const HANG_MS = 20_000;

const FAULTLESS: Plan = {
  preparing: 'prepared',
  performing: 'done',
  settling: 'settles',
  claimCommit: 'none',
  endCommit: 'none',
  takeOverReply: 'none',
  releaseReply: 'none',
};

/** One run: three keys that nobody else uses, the workers that ask for them, and what is known of both. */
export class World {
  private readonly keys: readonly KeyModel[];
  private readonly workers: Worker[] = [];
  private readonly judged = new Set<Worker>();
  private readonly ended: Promise<void>[] = [];
  private readonly lane: Lane;

  constructor(lane: Lane, [one, two]: readonly [string, string]) {
    this.lane = lane;
    const run = randomUUID();
    // The same name under two tenants, and a second name of the first.
    this.keys = [new KeyModel(one, `${run}-a`), new KeyModel(two, `${run}-a`), new KeyModel(one, `${run}-b`)];
  }

  async play({ steps, isPatient }: Run): Promise<void> {
    try {
      for (const step of steps) {
        await this.take(step);
        await this.judge();
      }
      await this.closeBooks(isPatient);
      await this.wakeTheDead();
    } finally {
      await this.dismiss();
    }
  }

  private async take(step: Step): Promise<void> {
    this.lane.count(step.do);
    switch (step.do) {
      case 'send':
        return this.sendAlone(step.send, step.holds ? 'perform' : undefined);
      case 'burst':
        step.sends.forEach((send) => this.start(send));
        if (step.wakes !== null) this.pickHeld(step.wakes)?.wake();
        return;
      case 'contend':
        return this.contend(step);
      case 'wake':
        return this.pickHeld(step.pick)?.wake(step.changes);
      case 'end_lease':
        return endLeases(this.lane.ownerPool, [this.keyOf(step)]);
      case 'purge':
        return purge(this.lane.ownerPool, this.keyOf(step));
    }
  }

  private async sendAlone(send: Send, holdsNext: Place | undefined): Promise<void> {
    const expected = expectedAnswer(this.keyOf(send), send.variant, send.plan);
    const worker = this.start(send, holdsNext);
    await this.idle();
    judgeAnswer(worker, expected);
  }

  /** Brings one worker into a transaction, lets others run into its locks, and lets it go on when they wait there. */
  private async contend({ holder, place, rivals, isLeaseOver }: Extract<Step, { do: 'contend' }>): Promise<void> {
    const first = this.start(holder, place === 'prepare' ? 'prepare' : 'perform');
    await this.idle();
    if (place === 'settle' && first.heldAt === 'perform') {
      if (isLeaseOver) await endLeases(this.lane.ownerPool, [first.key]);
      first.wake({}, 'settle');
      await this.idle();
    }
    // Engines other than the holder's: behind it in a lane of its own engine a rival would wait unseen.
    const others = rivals.map((send, index) =>
      this.start({ ...send, key: holder.key, engine: (holder.engine + 1 + index) % this.lane.engines.length }),
    );
    await this.untilBlocked(others);
    if (first.heldAt) this.lane.count(`contended in ${first.heldAt}`);
    first.wake();
  }

  private async untilBlocked(others: readonly Worker[]): Promise<void> {
    const giveUpAt = performance.now() + HANG_MS;
    for (;;) {
      const busy = others.filter(({ isIdle }) => !isIdle).length;
      if (busy === 0 || (await this.lane.countBlocked()) >= busy) return;
      if (performance.now() > giveUpAt) throw new Error('a rival neither ends nor waits for a lock');
    }
  }

  private start({ key: place, variant, engine: at, plan }: Send, holdsNext?: Place, waitMs = 0): Worker {
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

  private keyOf({ key }: { key: number }): KeyModel {
    return this.keys[key]!;
  }

  private get held(): Worker[] {
    return this.workers.filter(({ heldAt }) => heldAt !== undefined);
  }

  private pickHeld(pick: number): Worker | undefined {
    const { held } = this;
    return held[pick % held.length];
  }

  /** Waits until every worker has ended or stands still, and nothing is on its way. */
  private async idle(): Promise<void> {
    await within(HANG_MS, Promise.all(this.workers.map((worker) => worker.idle())));
    await this.lane.settle();
  }

  private async judge(): Promise<void> {
    await this.idle();
    const rows = await readKeyRows(this.lane.ownerPool, this.keys);
    this.keys.forEach((key, index) =>
      judgeRows(
        key,
        rows[index]!,
        this.workers.filter((worker) => worker.key === key),
      ),
    );
    for (const worker of this.workers) {
      if (!worker.outcome || this.judged.has(worker)) continue;
      this.judged.add(worker);
      judgeOutcome(worker, worker.outcome);
    }
    const broken = this.keys.flatMap(({ broken: laws, tenantId, idempotencyKey }) =>
      laws.map((law) => `key ${idempotencyKey} of ${tenantId} ${law}`),
    );
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }

  /** All leases end and every key is sent again, perhaps by twins that wait for each other: nothing stays open, whatever happened before. */
  private async closeBooks(isPatient: boolean): Promise<void> {
    const touched = this.keys.filter(({ isTouched }) => isTouched);
    await endLeases(this.lane.ownerPool, touched);
    const engines = isPatient ? [0, 1] : [0];
    const sent = touched.flatMap((key) => {
      const send = { key: this.keys.indexOf(key), variant: key.variant ?? 0, plan: FAULTLESS };
      return engines.map((engine) => this.start({ ...send, engine }, undefined, isPatient ? HANG_MS : 0));
    });
    await this.judge();
    for (const { key, outcome } of sent) {
      key.obey(key.answer !== undefined, `is ${key.state} after its lease ended and it was sent again`);
      key.obey(outcome?.kind === (key.isPurged ? 'purged' : 'answered'), `a closing request got ${outcome?.kind}`);
    }
    await this.judge();
  }

  /** Whoever still stands before its call wakes up after all is over, with an answer of its own: nobody heeds it. */
  private async wakeTheDead(): Promise<void> {
    const dead = this.held;
    dead.forEach((worker) => worker.wake(FAULTLESS));
    await this.judge();
    for (const { key, outcome } of dead) {
      this.lane.count('woken dead');
      key.obey(outcome?.kind === (key.isPurged ? 'purged' : 'answered'), `a dead worker got ${outcome?.kind}`);
    }
    await this.judge();
  }

  /** Leaves nothing running behind a run that failed half way. */
  private async dismiss(): Promise<void> {
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
    () => Promise.reject(new Error(`a worker hangs: it neither ended nor stood still within ${limitMs} ms`)),
    () => undefined,
  );
  await Promise.race([work, tooLong]).finally(() => timer.abort());
};
