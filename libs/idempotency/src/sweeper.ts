import type { Claim } from './operation-request.ts';
import type { ResumableHandler } from './operation-handler.ts';
import type { DueKey } from './sql/claim-due-keys.sql.ts';

/** How a sweep's work ended: `fenced` when somebody else was faster after all. */
export type SweepOutcome = 'completed' | 'unsettled' | 'fenced' | 'failed';

export interface SweeperOptions {
  handlers: readonly AnyResumable[];
  /** Operations worked on at a time: the budget that keeps a backlog from becoming a storm at the provider. */
  maxConcurrent: number;
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
  private readonly inFlight = new Set<Promise<void>>();
  private readonly handlers: ReadonlyMap<string, AnyResumable>;
  private readonly options: SweeperOptions;
  private readonly parts: SweeperParts;

  constructor(options: SweeperOptions, parts: SweeperParts) {
    this.options = options;
    this.parts = parts;
    this.handlers = new Map(options.handlers.map((handler) => [handler.operation, handler]));
  }

  /** Claims what is due, as far as there are free hands, and returns how many. @throws when the database is away */
  async sweep(): Promise<number> {
    const freeHands = this.options.maxConcurrent - this.inFlight.size;
    if (freeHands <= 0) return 0;
    const keys = await this.parts.claim([...this.handlers.keys()], freeHands);
    for (const key of keys) this.start(key);
    return keys.length;
  }

  async drain(): Promise<void> {
    await Promise.all(this.inFlight);
  }

  private start(key: DueKey): void {
    const work = this.work(key).finally(() => this.inFlight.delete(work));
    this.inFlight.add(work);
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
    return this.parts.run(claim, handler);
  }
}
