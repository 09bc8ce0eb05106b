import { failpoint } from '@once/failpoint';
import type { Claim, ClaimedRequest } from './operation/operation-request.ts';
import type { ResumableHandler } from './operation/operation-handler.ts';
import type { DueKey } from './sql/claim-due-keys.sql.ts';

/** How a sweep's work ended: `fenced` when somebody else was faster after all. */
export type SweepOutcome = 'completed' | 'unsettled' | 'fenced' | 'failed';

export interface SweeperOptions {
  handlers: readonly AnyResumable[];
  /** Operations worked on at a time: the budget that keeps a backlog from becoming a storm at the provider. */
  maxConcurrent: number;
  /** Runs the work on one operation, in a trace or a log context say. */
  around?: <T>(request: ClaimedRequest<unknown>, work: () => Promise<T>) => Promise<T>;
  /** For counting. Must not throw. */
  onEnd?: (outcome: SweepOutcome, operation: string) => void;
}

/** The sweeper treats all handlers alike: each restores its own command and is given nothing but that. */
export type AnyResumable = ResumableHandler<unknown, unknown, unknown>;

interface SweeperParts {
  claim: (operations: readonly string[], limit: number) => Promise<DueKey[]>;
  run: (claim: Claim<unknown>, handler: AnyResumable) => Promise<SweepOutcome>;
  onFailure: (what: string, error: unknown) => void;
}

/** Takes up work that nobody is working on, with nobody's help. `sweep` claims what is due and does not wait for it. */
export class Sweeper {
  /** Rounds that claim, and the work that they began. */
  private readonly underWay = new Set<Promise<unknown>>();
  private freeHands: number;
  private readonly handlers: ReadonlyMap<string, AnyResumable>;
  private readonly options: SweeperOptions;
  private readonly parts: SweeperParts;

  constructor(options: SweeperOptions, parts: SweeperParts) {
    this.options = options;
    this.parts = parts;
    this.freeHands = options.maxConcurrent;
    this.handlers = new Map(options.handlers.map((handler) => [handler.operation, handler]));
  }

  /** Claims what is due, as far as there are free hands, and returns how many. @throws when the database is away */
  sweep(): Promise<number> {
    const round = this.claimAndStart();
    // Its failure is the caller's to hear.
    this.follow(round.catch(() => 0));
    return round;
  }

  /** Waits until nothing is under way any more; whoever calls `sweep` has stopped before. */
  async drain(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  private async claimAndStart(): Promise<number> {
    // Reserved before the claim: rounds that overlap, or work that ends meanwhile, never share a hand.
    const hands = this.freeHands;
    if (hands <= 0) return 0;
    this.freeHands = 0;
    let taken = 0;
    try {
      const keys = await this.parts.claim([...this.handlers.keys()], hands);
      if (keys.length > 0) failpoint('charge-api.taken-up-before-work');
      taken = keys.length;
      for (const key of keys) this.start(key);
      return taken;
    } finally {
      this.freeHands += hands - taken;
    }
  }

  private start(key: DueKey): void {
    this.follow(
      this.work(key).finally(() => {
        this.freeHands += 1;
      }),
    );
  }

  private follow(work: Promise<unknown>): void {
    const followed = work.finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }

  private async work(key: DueKey): Promise<void> {
    const outcome = await this.resume(key).catch((error: unknown): SweepOutcome => {
      // The key keeps its lease and is due again when that is over.
      this.parts.onFailure(key.operation, error);
      return 'failed';
    });
    this.options.onEnd?.(outcome, key.operation);
  }

  private async resume(key: DueKey): Promise<SweepOutcome> {
    const handler = this.handlers.get(key.operation);
    if (!handler) throw new Error(`nobody handles ${key.operation}`);
    const request = await handler.restore(key);
    const { epoch, claimId, attempt, resourceId, unsettled } = key;
    const claim = { request, epoch, claimId, attempt, resourceId, unsettled, isResumed: true, mayHaveActed: true };
    const work = () => this.parts.run(claim, handler);
    return this.options.around ? this.options.around(request, work) : work();
  }
}
