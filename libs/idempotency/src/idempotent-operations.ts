import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireClaim, type Acquired } from './acquire-claim.ts';
import { ClaimDesk } from './claim-desk.ts';
import { CompletionDesk } from './completion-desk.ts';
import type { ExecuteResult, ResolutionOutcome } from './execute-result.ts';
import { assertOptions, DEFAULT_IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency-options.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { decideOperation, type Decision, type DecisionOutcome } from './decide-operation.ts';
import type { OperationHandler, ResumableHandler } from './operation-handler.ts';
import type { Claim, OperationRequest } from './operation-request.ts';
import { SeenRecorder } from './seen-recorder.ts';
import { claimDueKeys, type DueWork } from './sql/claim-due-keys.sql.ts';
import { releaseKey } from './sql/release-key.sql.ts';
import { renewLeases } from './sql/renew-leases.sql.ts';
import { touchKeys } from './sql/touch-keys.sql.ts';
import { Sweeper, type SweeperOptions, type SweepOutcome } from './sweeper.ts';

interface Desks<C, S, R> {
  handler: OperationHandler<C, S, R>;
  claims: ClaimDesk<C, S, R>;
  completions: CompletionDesk<C, S, R>;
}

/** How a claimed operation ended for its worker. `fenced` sends the caller back to the record. */
type RunResult<R> = ExecuteResult<R> | { kind: 'fenced' };

/** Between two looks at a key that somebody else owns, milliseconds; jittered upward by as much again. */
const WAIT_POLL_MS = 50;
/** The most that a caller is told to wait before asking again about a key in use. */
const MAX_IN_USE_HINT_MS = 1_000;

/**
 * Runs each operation's handler once, whoever asks and how often: HTTP, a Kafka handler and a scheduled job call the
 * same `execute`. Postgres is the only judge; this object keeps nothing that a crash could lose.
 */
export class IdempotentOperations {
  private readonly desks = new Map<string, Desks<never, never, never>>();
  private readonly background = new Set<Promise<unknown>>();
  private readonly options: IdempotencyOptions;
  private readonly pool: Pool;
  private readonly leases: LeaseKeeper;
  private readonly seen: SeenRecorder;

  constructor(pool: Pool, options: Partial<IdempotencyOptions> = {}) {
    this.pool = pool;
    this.options = { ...DEFAULT_IDEMPOTENCY_OPTIONS, ...options };
    assertOptions(this.options);
    const report = (what: string) => (error: unknown) => this.options.onBackgroundFailure?.(what, error);
    this.leases = new LeaseKeeper({
      renew: (claims) => renewLeases(pool, claims, this.options.leaseMs),
      intervalMs: Math.ceil(this.options.leaseMs / 3),
      onFailure: report('lease renewal'),
    });
    this.seen = new SeenRecorder({ touch: (keys) => touchKeys(pool, keys), onFailure: report('last-seen note') });
  }

  /**
   * Answers one request for an operation. `waitMs` is how long the caller would rather wait than hear `in_use`.
   * @throws UnknownFingerprintVersionError when a later build stored the key: nothing was changed, ask again.
   * @throws any error of the handler or the database; the key then stays PROCESSING and is resumed after its lease.
   */
  async execute<C, S, R>(
    request: OperationRequest<C>,
    handler: OperationHandler<C, S, R>,
    { waitMs = 0 }: { waitMs?: number } = {},
  ): Promise<ExecuteResult<R>> {
    const claimId = randomUUID();
    const startedAt = performance.now();
    const waitUntil = startedAt + waitMs;
    // A caller that waits for a key and then becomes its owner has used up part of its time already.
    const answerBy = startedAt + Math.max(this.options.answerDeadlineMs, waitMs);
    for (let isKnown = false; ; isKnown = true) {
      const acquired = await this.acquire(request, handler, claimId, isKnown);
      const result =
        acquired.kind === 'claimed' ? await this.runForCaller(acquired, handler, answerBy) : this.resultOf(acquired);
      const leftMs = waitUntil - performance.now();
      if (result.kind === 'fenced') this.note('fenced', request);
      else if (!isOpen(result) || leftMs <= 0) return this.noted(result, request);
      await delay(result.kind === 'fenced' ? 0 : Math.min(leftMs, WAIT_POLL_MS * (1 + Math.random())));
    }
  }

  /** A worker for operations that have none: those of lost workers, or those whose outcome is unknown. */
  sweeper(due: DueWork, options: SweeperOptions): Sweeper {
    const { leaseMs } = this.options;
    return new Sweeper(options, {
      claim: (operations, limit) => claimDueKeys(this.pool, { due, operations, limit, leaseMs }),
      run: async (claim, handler) => sweepOutcomeOf(await this.run(claim, handler)),
      onFailure: (what, error) => this.options.onBackgroundFailure?.(what, error),
    });
  }

  /** Ends an operation by a decision, without asking anybody: see `Decision`. */
  decide<C, S, R>(handler: ResumableHandler<C, S, R>, decision: Decision<C, S>): Promise<DecisionOutcome> {
    return decideOperation({ pool: this.pool, leaseMs: this.options.leaseMs }, handler, decision);
  }

  /** Waits for work that outlived its caller, then writes down what is only noted. For an orderly stop. */
  async drain(): Promise<void> {
    await Promise.allSettled([...this.background]);
    await this.seen.flush();
  }

  private acquire<C, S, R>(
    request: OperationRequest<C>,
    handler: OperationHandler<C, S, R>,
    claimId: string,
    isKnown: boolean,
  ): Promise<Acquired<C, R>> {
    const { claims: desk } = this.desksOf(handler);
    const { leaseMs, fingerprints } = this.options;
    return acquireClaim({ pool: this.pool, desk, request, claimId, isKnown, leaseMs, fingerprints });
  }

  private resultOf<C, R>(acquired: Exclude<Acquired<C, R>, { kind: 'claimed' }>): ExecuteResult<R> {
    if (acquired.kind !== 'in_use') return acquired;
    return { kind: 'in_use', retryAfterMs: Math.min(acquired.leaseRemainingMs, MAX_IN_USE_HINT_MS) };
  }

  /** Gives the caller an answer by the deadline; the work itself goes on until it is done. */
  private async runForCaller<C, S, R>(
    { claim, origin }: Extract<Acquired<C, R>, { kind: 'claimed' }>,
    handler: OperationHandler<C, S, R>,
    answerBy: number,
  ): Promise<RunResult<R>> {
    if (origin !== 'new') this.note(origin, claim.request);
    const deadline = new AbortController();
    const work = this.run(claim, handler);
    this.background.add(work);
    const settled = work.finally(() => {
      this.background.delete(work);
      deadline.abort();
    });
    const late: Promise<RunResult<R>> = delay(Math.max(0, answerBy - performance.now()), undefined, {
      signal: deadline.signal,
    }).then(
      (): RunResult<R> => {
        settled.then(
          // Nobody is left to be told that the claim was taken over; the metric is.
          ({ kind }) => kind === 'fenced' && this.note('fenced', claim.request),
          (error: unknown) => this.options.onBackgroundFailure?.(handler.operation, error),
        );
        return { kind: 'pending', resourceId: claim.resourceId };
      },
      // Aborted because the work ended first: the race is decided, this value is never used.
      () => settled,
    );
    return Promise.race([settled, late]);
  }

  private async run<C, S, R>(claim: Claim<C>, handler: OperationHandler<C, S, R>): Promise<RunResult<R>> {
    this.leases.hold(claim);
    try {
      const performance = await handler.perform(claim);
      if (performance.kind === 'unknown' || performance.kind === 'needs_review') {
        const { kind: unsettled, detail } = performance;
        const end = await this.desksOf(handler).completions.suspend({ claim, unsettled, detail });
        return end.kind === 'fenced' ? { kind: 'fenced' } : { kind: 'pending', resourceId: claim.resourceId };
      }
      if (performance.kind === 'not_started') {
        await releaseKey(this.pool, claim);
        return { kind: 'refused', refusal: performance.refusal };
      }
      const { completions } = this.desksOf(handler);
      const end = await completions.complete({ claim, settlement: performance.settlement });
      return end.kind === 'fenced' ? end : { kind: 'answered', answer: end.answer, isReplayed: false };
    } finally {
      this.leases.letGo(claim);
    }
  }

  private desksOf<C, S, R>(handler: OperationHandler<C, S, R>): Desks<C, S, R> {
    const known = this.desks.get(handler.operation) as Desks<C, S, R> | undefined;
    if (known) {
      if (known.handler !== handler) throw new Error(`there are two handlers of ${handler.operation}`);
      return known;
    }
    const desks: Desks<C, S, R> = {
      handler,
      claims: new ClaimDesk(this.pool, handler, this.options),
      completions: new CompletionDesk(this.pool, handler, this.options),
    };
    this.desks.set(handler.operation, desks as unknown as Desks<never, never, never>);
    return desks;
  }

  private noted<R>(result: ExecuteResult<R>, request: OperationRequest<unknown>): ExecuteResult<R> {
    if (result.kind !== 'answered') this.note(result.kind, request);
    else this.note(result.isReplayed ? 'replayed' : 'executed', request);
    // A repeated key is worth a note of when it was last seen; a first execution has written that itself.
    const isRepeat = result.kind === 'purged' || (result.kind === 'answered' && result.isReplayed);
    if (isRepeat) this.seen.see(request);
    return result;
  }

  private note(outcome: ResolutionOutcome, { operation }: Pick<OperationRequest<unknown>, 'operation'>): void {
    this.options.onResolution?.(outcome, operation);
  }
}

/** Whoever would rather wait may ask again: there is no answer yet. */
const isOpen = ({ kind }: ExecuteResult<unknown>): boolean => kind === 'in_use' || kind === 'pending';

const sweepOutcomeOf = ({ kind }: RunResult<unknown>): SweepOutcome => {
  if (kind === 'fenced') return 'fenced';
  return kind === 'answered' ? 'completed' : 'unsettled';
};
