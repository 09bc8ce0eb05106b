import type { Claim, DecisionOutcome, ExecuteResult, SweepOutcome } from '@once/idempotency';
import { randomUUID } from 'node:crypto';
import type { KeyModel } from './key-model.ts';
import type { ReplyFault } from './faulty-pool.ts';

/** How a worker behaves at each place where the engine calls it, and which of its replies get lost. */
export interface Plan {
  preparing: 'prepared' | 'withdrawn' | 'settled' | 'refused' | 'throws';
  performing: 'done' | 'declined' | 'unknown' | 'needs_review' | 'not_started' | 'throws_before' | 'throws_after';
  /** In the transaction that ends its work, whether with an outcome or without. */
  settling: 'settles' | 'throws';
  claimCommit: ReplyFault;
  endCommit: ReplyFault;
  takeOverReply: ReplyFault;
  releaseReply: ReplyFault;
}

/** Why it works on the key: it was asked to, a sweep found it (by what was due), or somebody decides. */
export type Role = 'caller' | 'lease_over' | 'unknown' | 'decider';

export type Place = 'prepare' | 'perform' | 'settle' | 'suspend';

/** The failure of a handler that the plan asked for: any other that comes out of the engine is a find. */
export class PlannedFailure extends Error {
  override readonly name = 'PlannedFailure';
}

export type Outcome =
  | ExecuteResult<string>
  | { kind: 'swept'; as: SweepOutcome }
  | { kind: 'decided'; as: DecisionOutcome }
  | { kind: 'failed'; error: unknown };

export interface WorkerOptions {
  key: KeyModel;
  role: Role;
  /** Which of the bodies it asks for. */
  variant: number;
  plan: Plan;
  holdsNext?: Place | undefined;
}

/** One who works on a key and can be stopped at a place and let go later, as SIGSTOP and SIGCONT would do. */
export class Worker {
  readonly resourceId = randomUUID();
  /** The answer that only this worker would give. */
  readonly text = `answer of ${this.resourceId}`;
  readonly claims: Claim<Worker>[] = [];
  /** Claims under which the provider gave it an answer, and those whose answer the engine had it keep as too late. */
  readonly answered = new Set<Claim<Worker>>();
  readonly kept = new Set<Claim<Worker>>();
  hasPrepared = false;
  outcome: Outcome | undefined;
  heldAt: Place | undefined;
  plan: Plan;
  readonly key: KeyModel;
  readonly role: Role;
  readonly variant: number;
  private holdsNext: Place | undefined;
  private letGo: () => void = () => undefined;
  private listeners: (() => void)[] = [];

  constructor({ key, role, variant, plan, holdsNext }: WorkerOptions) {
    this.key = key;
    this.role = role;
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
