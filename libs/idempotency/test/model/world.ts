import { Crew, HANG_MS } from './crew.ts';
import { expectedAnswer, judgeAnswer } from './expected-answer.ts';
import { endLeases, purge, readKeyRows } from './key-rows.ts';
import type { Lane } from './lane.ts';
import { judgeOutcome, judgeRows } from './laws.ts';
import type { Run, Send, Step } from './step.ts';
import type { Place, Plan, Worker } from './worker.ts';

const FAULTLESS: Plan = {
  preparing: 'prepared',
  performing: 'done',
  settling: 'settles',
  claimCommit: 'none',
  endCommit: 'none',
  takeOverReply: 'none',
  releaseReply: 'none',
};

/** One run: takes its steps, and after each holds what is stored and what was told against the laws. */
export class World {
  private readonly judged = new Set<Worker>();
  private readonly lane: Lane;
  private readonly crew: Crew;

  constructor(lane: Lane, tenants: readonly [string, string]) {
    this.lane = lane;
    this.crew = new Crew(lane, tenants);
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
      await this.crew.dismiss();
    }
  }

  private async take(step: Step): Promise<void> {
    this.lane.count(step.do);
    switch (step.do) {
      case 'send':
        return this.sendAlone(step.send, step.holds ? 'perform' : undefined);
      case 'burst':
        step.sends.forEach((send) => this.crew.start(send));
        if (step.wakes !== null) this.crew.pickHeld(step.wakes)?.wake();
        return;
      case 'contend':
        return this.contend(step);
      case 'wake':
        return this.crew.pickHeld(step.pick)?.wake(step.changes);
      case 'end_lease':
        return endLeases(this.lane.ownerPool, [this.crew.keyOf(step)]);
      case 'purge':
        return purge(this.lane.ownerPool, this.crew.keyOf(step));
    }
  }

  private async sendAlone(send: Send, holdsNext: Place | undefined): Promise<void> {
    const expected = expectedAnswer(this.crew.keyOf(send), send.variant, send.plan);
    const worker = this.crew.start(send, holdsNext);
    await this.crew.idle();
    judgeAnswer(worker, expected);
  }

  /** Brings one worker into a transaction, lets others run into its locks, and lets it go on when they wait there. */
  private async contend({ holder, place, rivals, isLeaseOver }: Extract<Step, { do: 'contend' }>): Promise<void> {
    const first = this.crew.start(holder, place === 'prepare' ? 'prepare' : 'perform');
    await this.crew.idle();
    if (place === 'settle' && first.heldAt === 'perform') {
      if (isLeaseOver) await endLeases(this.lane.ownerPool, [first.key]);
      first.wake({}, 'settle');
      await this.crew.idle();
    }
    // Engines other than the holder's: behind it in a lane of its own engine a rival would wait unseen.
    const others = rivals.map((send, index) =>
      this.crew.start({ ...send, key: holder.key, engine: (holder.engine + 1 + index) % this.lane.engines.length }),
    );
    await this.crew.untilBlocked(others);
    if (first.heldAt) this.lane.count(`contended in ${first.heldAt}`);
    first.wake();
  }

  private async judge(): Promise<void> {
    await this.crew.idle();
    const rows = await readKeyRows(this.lane.ownerPool, this.crew.keys);
    this.crew.keys.forEach((key, index) =>
      judgeRows(
        key,
        rows[index]!,
        this.crew.workers.filter((worker) => worker.key === key),
      ),
    );
    for (const worker of this.crew.workers) {
      if (!worker.outcome || this.judged.has(worker)) continue;
      this.judged.add(worker);
      judgeOutcome(worker, worker.outcome);
    }
    const broken = this.crew.keys.flatMap(({ broken: laws, tenantId, idempotencyKey }) =>
      laws.map((law) => `key ${idempotencyKey} of ${tenantId} ${law}`),
    );
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }

  /**
   * All leases end and every key is sent again, perhaps by twins that wait for each other: nothing stays open, whatever
   * happened before.
   */
  private async closeBooks(isPatient: boolean): Promise<void> {
    const touched = this.crew.keys.filter(({ isTouched }) => isTouched);
    await endLeases(this.lane.ownerPool, touched);
    const engines = isPatient ? [0, 1] : [0];
    const sent = touched.flatMap((key) => {
      const send = { key: this.crew.keys.indexOf(key), variant: key.variant ?? 0, plan: FAULTLESS };
      return engines.map((engine) => this.crew.start({ ...send, engine }, undefined, isPatient ? HANG_MS : 0));
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
    const dead = this.crew.held;
    dead.forEach((worker) => worker.wake(FAULTLESS));
    await this.judge();
    for (const { key, outcome } of dead) {
      this.lane.count('woken dead');
      key.obey(outcome?.kind === (key.isPurged ? 'purged' : 'answered'), `a dead worker got ${outcome?.kind}`);
    }
    await this.judge();
  }
}
