import { Closing, FAULTLESS } from './closing.ts';
import { Crew } from './crew.ts';
import { expectedAnswer, isDecidable, isDue, judgeAnswer } from './expected-answer.ts';
import { endLeases, forgetOpen, purge, readKeyRows } from './key-rows.ts';
import type { Lane } from './lane.ts';
import { judgeRows } from './laws.ts';
import { judgeOutcome } from './outcome-laws.ts';
import type { Decide, Run, Send, Step, Sweep } from './step.ts';
import { PlannedFailure, type Place, type Worker } from './worker.ts';

/** One run: takes its steps, and after each holds what is stored and what was told against the laws. */
export class World {
  private readonly judged = new Set<Worker>();
  private readonly lane: Lane;
  private readonly crew: Crew;
  private readonly laws = { judge: () => this.judge(), report: () => this.report() };
  private isImpatient = false;

  constructor(lane: Lane, tenants: readonly [string, string]) {
    this.lane = lane;
    this.crew = new Crew(lane, tenants);
  }

  async play(run: Run): Promise<void> {
    this.isImpatient = run.isImpatient;
    this.lane.begin(run);
    try {
      for (const step of run.steps) {
        await this.take(step);
        await this.judge();
      }
      await new Closing(this.lane, this.crew, this.laws).close(run);
      await this.wakeTheDead();
    } catch (error) {
      await this.crew.dismiss();
      await forgetOpen(this.lane.ownerPool, this.crew.keys);
      throw error;
    }
    await this.crew.dismiss();
  }

  private async take(step: Step): Promise<void> {
    this.lane.count(step.do);
    switch (step.do) {
      case 'send':
        return this.sendAlone(step.send, step.holds ? 'perform' : undefined);
      case 'sweep':
        if (step.isLater) await this.passTime();
        return this.sweepAlone(step.sweep, step.holds ? 'perform' : undefined);
      case 'decide':
        return this.decideAlone(step.decide);
      case 'burst':
        if (step.isLater) await this.passTime();
        step.sends.forEach((send) => this.crew.start(send));
        step.sweeps.forEach((sweep) => void this.crew.sweep(sweep));
        step.decides.forEach((decide) => this.crew.decide(decide));
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

  private async passTime(): Promise<void> {
    await endLeases(this.lane.ownerPool, this.crew.keys);
    await this.judge();
  }

  private async sendAlone(send: Send, holdsNext: Place | undefined): Promise<void> {
    const expected = expectedAnswer(this.crew.keyOf(send), send.variant, send.plan);
    const worker = this.crew.start(send, holdsNext);
    await this.crew.idle();
    judgeAnswer(worker, expected);
  }

  private async sweepAlone(sweep: Sweep, holdsNext: Place | undefined): Promise<void> {
    const due = this.crew.keys.filter((key) => isDue(key, sweep.due));
    const taken = await this.crew.sweep(sweep, holdsNext);
    // Where unknown outcomes are due at once, one may have become so since the last look.
    if (taken === 'lost' || (this.isImpatient && sweep.due === 'unknown')) return;
    const isAsDue = taken === 'nothing' ? due.length === 0 : due.includes(taken.key);
    const what = taken === 'nothing' ? taken : taken.key.idempotencyKey;
    this.crew.keys[0]?.obey(isAsDue, `a sweep (${sweep.due}) of a run where ${due.length} are due took ${what}`);
  }

  private async decideAlone(decide: Decide): Promise<void> {
    const isTaken = isDecidable(this.crew.keyOf(decide), decide);
    const worker = this.crew.decide(decide);
    await this.crew.idle();
    const { key, outcome } = worker;
    const expected = !isTaken ? 'not_there' : decide.plan.settling === 'throws' ? 'failed' : 'settled';
    const told = outcome?.kind === 'decided' ? outcome.as.kind : outcome?.kind;
    key.obey(told === expected, `a decision (${decide.from}) was to be ${expected} and is ${told}`);
  }

  /** Brings one worker into a transaction, lets others run into its locks, and lets it go on when they wait there. */
  private async contend({ holder, place, isLeaseOver, ...others }: Extract<Step, { do: 'contend' }>): Promise<void> {
    const first = this.crew.start(holder, place === 'prepare' ? 'prepare' : 'perform');
    await this.crew.idle();
    if (place !== 'prepare' && first.heldAt === 'perform') {
      if (isLeaseOver) await endLeases(this.lane.ownerPool, [first.key]);
      first.wake(place === 'suspend' ? { performing: 'unknown' } : {}, place);
      await this.crew.idle();
    }
    await this.letRivalsIn(holder, others);
    if (first.heldAt) this.lane.count(`contended in ${first.heldAt}`);
    first.wake();
  }

  /** At engines other than the holder's: behind it in a lane of its own engine a rival would wait unseen. */
  private async letRivalsIn(
    { key, engine }: Send,
    { rivals, sweeps, decides }: { rivals: Send[]; sweeps: Sweep[]; decides: Decide[] },
  ): Promise<void> {
    const elsewhere = (index: number) => (engine + 1 + (index % 2)) % this.lane.engines.length;
    const others = [
      ...rivals.map((send, index) => this.crew.start({ ...send, key, engine: elsewhere(index) })),
      ...decides.map((decide, index) => this.crew.decide({ ...decide, key, engine: elsewhere(index) })),
    ];
    // A sweep passes over what is locked, and so never waits here.
    for (const [index, sweep] of sweeps.entries()) await this.crew.sweep({ ...sweep, engine: elsewhere(index) });
    await this.crew.untilBlocked(others);
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
    this.report();
  }

  private report(): void {
    const broken = this.crew.keys.flatMap(({ broken: laws, tenantId, idempotencyKey }) =>
      laws.map((law) => `key ${idempotencyKey} of ${tenantId} ${law}`),
    );
    const found = this.lane.reported.filter((error) => !(error instanceof PlannedFailure)).map(String);
    if (broken.length + found.length > 0) throw new Error([...broken, ...found].join('\n'));
  }

  /** Whoever still stands before its call wakes up after all is over, with an answer of its own: nobody heeds it. */
  private async wakeTheDead(): Promise<void> {
    const dead = this.crew.held;
    if (dead.length === 0) return;
    dead.forEach((worker) => worker.wake(FAULTLESS));
    await this.judge();
    for (const { key, role, outcome, kept, claims } of dead) {
      this.lane.count('woken dead');
      const told = role === 'caller' ? (key.isPurged ? 'purged' : 'answered') : 'swept';
      key.obey(outcome?.kind === told, `a dead ${role} got ${outcome?.kind}`);
      key.obey(kept.size === claims.length, 'what a dead worker was told is not kept');
    }
    this.report();
  }
}
