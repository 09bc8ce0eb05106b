import type { Claim, ExecuteResult } from '@once/idempotency';
import { randomUUID } from 'node:crypto';
import type { KeyModel } from './key-model.ts';
import type { ReplyFault } from './faulty-pool.ts';

/** How a worker behaves at each place where the engine calls it, and which of its replies get lost. */
export interface Plan {
  preparing: 'prepared' | 'withdrawn' | 'settled' | 'refused' | 'throws';
  performing: 'done' | 'declined' | 'unknown' | 'not_started' | 'throws_before' | 'throws_after';
  settling: 'settles' | 'throws';
  claimCommit: ReplyFault;
  endCommit: ReplyFault;
  takeOverReply: ReplyFault;
  releaseReply: ReplyFault;
}

export type Place = 'prepare' | 'perform' | 'settle';

/** The failure of a handler that the plan asked for: any other that comes out of `execute` is a find. */
export class PlannedFailure extends Error {
  override readonly name = 'PlannedFailure';
}

export type Outcome = ExecuteResult<string> | { kind: 'failed'; error: unknown };

/** One call of `execute` that can be stopped at a place and let go later, as SIGSTOP and SIGCONT would do. */
export class Worker {
  readonly resourceId = randomUUID();
  /** The answer that only this worker would give. */
  readonly text = `answer of ${this.resourceId}`;
  readonly claims: Claim<Worker>[] = [];
  hasPrepared = false;
  outcome: Outcome | undefined;
  heldAt: Place | undefined;
  plan: Plan;
  readonly key: KeyModel;
  readonly variant: number;
  private holdsNext: Place | undefined;
  private letGo: () => void = () => undefined;
  private listeners: (() => void)[] = [];

  constructor(key: KeyModel, variant: number, plan: Plan, holdsNext?: Place) {
    this.key = key;
    this.variant = variant;
    this.plan = plan;
    this.holdsNext = holdsNext;
  }

  get isIdle(): boolean {
    return this.outcome !== undefined || this.heldAt !== undefined;
  }

  /** Resolves when the worker has ended or stands still. */
  async idle(): Promise<void> {
    while (!this.isIdle) await new Promise<void>((resolve) => this.listeners.push(resolve));
  }

  /** Called by the handler: stands still here when that was asked for, once. */
  async reach(place: Place): Promise<void> {
    if (this.holdsNext !== place) return;
    this.holdsNext = undefined;
    this.heldAt = place;
    this.tell();
    await new Promise<void>((resolve) => (this.letGo = resolve));
  }

  /** Lets the worker go on, changed, and possibly to a further stop. */
  wake(changes: Partial<Plan> = {}, holdsNext?: Place): void {
    this.plan = { ...this.plan, ...changes };
    this.holdsNext = holdsNext;
    this.heldAt = undefined;
    this.letGo();
  }

  end(outcome: Outcome): void {
    this.outcome = outcome;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }
}
