import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireClaim, type Acquired } from './acquire-claim.ts';
import { ClaimRunner, type RunResult } from './claim-runner.ts';
import { decideOperation, type Decision, type DecisionOutcome } from './decide-operation.ts';
import type { ExecuteResult, ResolutionOutcome } from './execute-result.ts';
import { assertOptions, DEFAULT_IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency-options.ts';
import { LeftToOthers } from './left-to-others.ts';
import { OperationDesks } from './operation-desks.ts';
import type { OperationHandler, ResumableHandler } from './operation/operation-handler.ts';
import type { OperationRequest } from './operation/operation-request.ts';
import { SeenRecorder } from './seen-recorder.ts';
import { claimDueKeys, type DueWork } from './sql/claim-due-keys.sql.ts';
import { touchKeys } from './sql/touch-keys.sql.ts';
import { Sweeper, type SweeperOptions, type SweepOutcome } from './sweeper.ts';

/** Between two looks at a key that somebody else owns, milliseconds; jittered upward by as much again. */
const WAIT_POLL_MS = 50;
/** The most that a caller is told to wait before asking again about a key in use. */
const MAX_IN_USE_HINT_MS = 1_000;

/** The caller's time is over; the work goes on without it. */
interface OutOfTime {
  kind: 'out_of_time';
  resourceId: string;
}

/**
 * Runs each operation's handler once, whoever asks and how often: HTTP, a Kafka handler and a scheduled job call the
 * same `execute`. Postgres is the only judge; this object keeps nothing that a crash could lose.
 */
export class IdempotentOperations {
  private readonly background = new Set<Promise<unknown>>();
  private readonly leftToOthers = new LeftToOthers();
  private readonly options: IdempotencyOptions;
  private readonly pool: Pool;
  private readonly desks: OperationDesks;
  private readonly runner: ClaimRunner;
  private readonly seen: SeenRecorder;

  constructor(pool: Pool, options: Partial<IdempotencyOptions> = {}) {
    this.pool = pool;
    this.options = { ...DEFAULT_IDEMPOTENCY_OPTIONS, ...options };
    assertOptions(this.options);
    this.desks = new OperationDesks(pool, this.options);
    this.runner = new ClaimRunner(pool, this.desks, { ...this.options, leftToOthers: this.leftToOthers });
    this.seen = new SeenRecorder({
      touch: (keys) => touchKeys(pool, keys),
      onFailure: (error) => this.options.onBackgroundFailure?.('last-seen note', error),
    });
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
      // Whatever the clock says now: timers may fire early, and our claim, met again, would look like one not begun.
      if (result.kind === 'out_of_time') return this.noted({ ...result, kind: 'pending' }, request);
      const leftMs = waitUntil - performance.now();
      if (result.kind === 'fenced') this.note('fenced', request);
      else if (!isOpen(result) || leftMs <= 0) return this.noted(result, request);
      await delay(result.kind === 'fenced' ? 0 : Math.min(leftMs, WAIT_POLL_MS * (1 + Math.random())));
    }
  }

  /** A worker for operations that have none: those of lost workers, or those whose outcome is unknown. */
  sweeper(due: DueWork, options: SweeperOptions): Sweeper {
    const { leaseMs } = this.options;
    for (const handler of options.handlers) this.desks.of(handler);
    return new Sweeper(options, {
      claim: async (operations, limit) => {
        const exceptResources = this.leftToOthers.ids();
        const keys = await claimDueKeys(this.pool, { due, operations, exceptResources, limit, leaseMs });
        if (due === 'lease_over') this.options.onLeaseTakeover?.('resumer', keys.length);
        return keys;
      },
      run: async (claim, handler) => sweepOutcomeOf(await this.runner.run(claim, handler)),
      onFailure: (what, error) => this.options.onBackgroundFailure?.(what, error),
    });
  }

  /** Ends an operation by a decision, without asking anybody: see `Decision`. */
  decide<C, S, R>(handler: ResumableHandler<C, S, R>, decision: Decision<C, S>): Promise<DecisionOutcome> {
    return decideOperation({ pool: this.pool, ...this.options }, handler, decision);
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
    const { claims: desk, received } = this.desks.of(handler);
    const { leaseMs, fingerprints } = this.options;
    return acquireClaim({ pool: this.pool, desk, received, request, claimId, isKnown, leaseMs, fingerprints });
  }

  private resultOf<C, R>(acquired: Exclude<Acquired<C, R>, { kind: 'claimed' }>): ExecuteResult<R> {
    if (acquired.kind !== 'in_use') return acquired;
    return { kind: 'in_use', retryAfterMs: Math.min(acquired.leaseRemainingMs, MAX_IN_USE_HINT_MS) };
  }

  /** Gives the caller an answer by the deadline; the work itself goes on until it is done. */
  private async runForCaller<C, S, R>(
    { claim, origin, isTakeover }: Extract<Acquired<C, R>, { kind: 'claimed' }>,
    handler: OperationHandler<C, S, R>,
    answerBy: number,
  ): Promise<RunResult<R> | OutOfTime> {
    if (origin !== 'new') this.note(origin, claim.request);
    if (isTakeover) this.options.onLeaseTakeover?.('caller', 1);
    const deadline = new AbortController();
    const work = this.runner.run(claim, handler);
    this.background.add(work);
    const settled = work.finally(() => {
      this.background.delete(work);
      deadline.abort();
    });
    const late: Promise<RunResult<R> | OutOfTime> = delay(Math.max(0, answerBy - performance.now()), undefined, {
      signal: deadline.signal,
    }).then(
      (): OutOfTime => {
        settled.then(
          // Nobody is left to be told that the claim was taken over; the metric is.
          ({ kind }) => kind === 'fenced' && this.note('fenced', claim.request),
          (error: unknown) => this.options.onBackgroundFailure?.(handler.operation, error),
        );
        return { kind: 'out_of_time', resourceId: claim.resourceId };
      },
      // Aborted because the work ended first: the race is decided, this value is never used.
      () => settled,
    );
    return Promise.race([settled, late]);
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
