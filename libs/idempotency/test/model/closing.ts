import { HANG_MS, type Crew } from './crew.ts';
import type { KeyModel } from './key-model.ts';
import { endLeases } from './key-rows.ts';
import type { Lane } from './lane.ts';
import type { Run } from './step.ts';
import type { Plan } from './worker.ts';

export const FAULTLESS: Plan = {
  preparing: 'prepared',
  performing: 'done',
  settling: 'settles',
  claimCommit: 'none',
  endCommit: 'none',
  takeOverReply: 'none',
  releaseReply: 'none',
};

/** What is done when all leases are over: nothing may stay open, whatever happened before. */
export class Closing {
  private readonly lane: Lane;
  private readonly crew: Crew;
  private readonly judge: () => Promise<void>;
  private readonly report: () => void;

  constructor(lane: Lane, crew: Crew, { judge, report }: { judge: () => Promise<void>; report: () => void }) {
    this.lane = lane;
    this.crew = crew;
    this.judge = judge;
    this.report = report;
  }

  async close({ closers, isPatient }: Run): Promise<void> {
    await endLeases(this.lane.ownerPool, this.touched);
    await this.sweepAll('unknown');
    if (closers === 'sweeps') await this.sweepAll('lease_over');
    await this.decideAll('needs_review');
    if (closers === 'sweeps') {
      await this.decideAll('RECEIVED');
      for (const key of this.crew.keys) {
        key.obey(key.state === undefined || key.answer !== undefined, `is ${key.state} after all sweeps`);
      }
    }
    await this.sendAll(isPatient);
  }

  private get touched(): KeyModel[] {
    return this.crew.keys.filter(({ isTouched }) => isTouched);
  }

  private async sweepAll(due: 'unknown' | 'lease_over'): Promise<void> {
    const sweep = { due, engine: 0, plan: FAULTLESS, claimReply: 'none' } as const;
    while ((await this.crew.sweep(sweep)) !== 'nothing') await this.judge();
  }

  private async decideAll(from: 'RECEIVED' | 'needs_review'): Promise<void> {
    const decisions = this.crew.keys.flatMap((key, index) => {
      if ((from === 'RECEIVED' ? key.state : key.unsettled) !== from) return [];
      return this.crew.decide({ key: index, engine: 0, from, isTooSoon: false, plan: FAULTLESS });
    });
    if (decisions.length > 0) await this.judge();
  }

  /** Every key is sent again, perhaps by twins that wait for each other. */
  private async sendAll(isPatient: boolean): Promise<void> {
    const engines = isPatient ? [0, 1] : [0];
    const sent = this.touched.flatMap((key) => {
      const send = { key: this.crew.keys.indexOf(key), variant: key.variant ?? 0, plan: FAULTLESS };
      return engines.map((engine) => this.crew.start({ ...send, engine }, undefined, isPatient ? HANG_MS : 0));
    });
    await this.judge();
    for (const { key, outcome } of sent) {
      key.obey(key.answer !== undefined, `is ${key.state} after its lease ended and it was sent again`);
      key.obey(outcome?.kind === (key.isPurged ? 'purged' : 'answered'), `a closing request got ${outcome?.kind}`);
    }
    this.report();
  }
}
