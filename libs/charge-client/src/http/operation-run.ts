import { decideRetry, type Pause, type RetryDecision } from '@once/retry-policy';
import { toAttemptResult, type AttemptOutcome } from './attempt-outcome.ts';
import type { AttemptDecision, AttemptRecord, OperationStop } from '../errors/attempt-record.ts';
import { judgeOutcome } from './judge-outcome.ts';
import type { Operation, OperationEnd, OperationIo } from './operation.ts';
import { recordedOutcome } from './recorded-outcome.ts';
import { sendAttempt } from './send-attempt.ts';

type Cause = AttemptRecord['cause'];

const NO_PAUSE: Pause = { delayMs: 0, retryAfterMs: 0, jitterMs: 0, jitterBoundMs: 0 };

/** The retry loop of one operation. Use once. */
export class OperationRun {
  readonly #operation: Operation;
  readonly #io: OperationIo;
  readonly #deadlineAtMs: number;
  readonly #attempts: AttemptRecord[] = [];
  #retriesDone = 0;
  #waitsDone = 0;
  #last: AttemptOutcome | undefined;
  #mayHaveActed = false;
  #pendingChargeId: string | undefined;

  constructor(operation: Operation, io: OperationIo) {
    this.#operation = operation;
    this.#io = io;
    this.#deadlineAtMs = io.clock.monotonicMs() + operation.deadlineMs;
  }

  async run(): Promise<OperationEnd> {
    if (this.#operation.signal.aborted) {
      return this.#end('aborted');
    }
    this.#io.budget.depositForFirstAttempt();
    let cause: Cause = 'first';
    let pause = NO_PAUSE;
    for (;;) {
      const decision = await this.#attempt(cause, pause);
      if (decision.kind === 'stop') {
        return this.#end(decision.reason);
      }
      const interruption = await this.#pause(decision.delayMs);
      if (interruption !== undefined) {
        return this.#end(interruption);
      }
      cause = decision.kind;
      pause = decision;
      this.#count(decision.kind);
    }
  }

  async #attempt(cause: Cause, pause: Pause): Promise<AttemptDecision> {
    const { clock } = this.#io;
    const startedAtMs = clock.monotonicMs();
    const startedAt = new Date(clock.wallMs()).toISOString();
    const attempt = this.#attempts.length + 1;
    const baseUrl = this.#baseUrlOf(attempt);
    const outcome = await this.#send(baseUrl, attempt, startedAtMs);
    this.#remember(outcome);
    const record: AttemptRecord = {
      attempt,
      cause,
      baseUrl,
      startedAt,
      durationMs: clock.monotonicMs() - startedAtMs,
      delayMs: pause.delayMs,
      retryAfterMs: pause.retryAfterMs,
      jitterMs: pause.jitterMs,
      jitterBoundMs: pause.jitterBoundMs,
      ...recordedOutcome(outcome),
    };
    this.#attempts.push(record);
    const decision = this.#decide(outcome);
    this.#report(record, decision);
    return decision;
  }

  #send(baseUrl: string, attempt: number, nowMs: number): Promise<AttemptOutcome> {
    const { path, method, body, signal, attemptTimeoutMs, idempotencyKey, expected } = this.#operation;
    const headers = new Headers(this.#operation.headers);
    if (idempotencyKey !== undefined) {
      headers.set('idempotency-attempt', String(attempt));
    }
    const timeoutMs = Math.min(attemptTimeoutMs, this.#deadlineAtMs - nowMs);
    return sendAttempt({ url: baseUrl + path, method, headers, body, timeoutMs, signal, expected }, this.#io);
  }

  #remember(outcome: AttemptOutcome): void {
    this.#last = outcome;
    this.#mayHaveActed ||= judgeOutcome(outcome) === 'may_have_acted';
    if (outcome.kind === 'answered' && outcome.reading.kind === 'pending') {
      this.#pendingChargeId = outcome.reading.chargeId;
    }
  }

  #decide(outcome: AttemptOutcome): AttemptDecision {
    const decision = this.#askPolicy(outcome);
    // An answer that ends the operation is given to the caller even if the wish to abort came with it.
    if (decision.kind === 'stop' && outcome.kind === 'answered') {
      return decision;
    }
    if (this.#operation.signal.aborted) {
      return { kind: 'stop', reason: 'aborted' };
    }
    // Spent before the pause, so that operations which fail together cannot all count on the last token.
    if (decision.kind === 'retry' && !this.#io.budget.trySpend()) {
      return { kind: 'stop', reason: 'budget_exhausted' };
    }
    return decision;
  }

  #askPolicy(outcome: AttemptOutcome): RetryDecision {
    const { clock, random } = this.#io;
    return decideRetry({
      result: toAttemptResult(outcome, clock.wallMs()),
      retriesDone: this.#retriesDone,
      waitsDone: this.#waitsDone,
      nowMs: clock.monotonicMs(),
      deadlineAtMs: this.#deadlineAtMs,
      policy: this.#operation.policy,
      random,
    });
  }

  async #pause(delayMs: number): Promise<'aborted' | 'deadline' | undefined> {
    const { sleep, clock } = this.#io;
    if ((await sleep(delayMs, this.#operation.signal)) === 'aborted') {
      return 'aborted';
    }
    // A blocked event loop can oversleep; no attempt begins after the deadline.
    return clock.monotonicMs() >= this.#deadlineAtMs ? 'deadline' : undefined;
  }

  #count(kind: 'retry' | 'wait'): void {
    if (kind === 'retry') {
      this.#retriesDone += 1;
    } else {
      this.#waitsDone += 1;
    }
  }

  /** An observer that throws must not decide what becomes of a payment; Node prints the warning. */
  #report(record: AttemptRecord, decision: AttemptDecision): void {
    const { name, idempotencyKey } = this.#operation;
    try {
      this.#io.onAttempt?.({ operation: name, idempotencyKey, record, decision });
    } catch (error) {
      process.emitWarning(`onAttempt threw: ${String(error)}`, 'ChargeClientWarning');
    }
  }

  #baseUrlOf(attempt: number): string {
    const { baseUrls } = this.#operation;
    return baseUrls[(attempt - 1) % baseUrls.length] as string;
  }

  #end(stopReason: OperationStop): OperationEnd {
    return {
      last: this.#last,
      stopReason,
      attempts: this.#attempts,
      mayHaveActed: this.#mayHaveActed,
      pendingChargeId: this.#pendingChargeId,
    };
  }
}
