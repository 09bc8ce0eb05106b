import { RetryBudget } from '@once/charge-client';
import { CallSender } from './sending/call-sender.ts';
import type { HistoryWriter } from './sending/history-writer.ts';
import { InDoubt } from './sending/in-doubt.ts';
import { launchSteps } from './sending/launch-steps.ts';
import { OperationTracks } from './sending/operation-tracks.ts';
import { Pacer } from './sending/pacer.ts';
import type { ClientPatience } from './sending/send-call.ts';
import { StepQueue } from './sending/step-queue.ts';
import { AttemptStatistics } from './statistics/attempt-statistics.ts';
import { EndCounts } from './statistics/end-counts.ts';
import type { PlannedStep, Tenant, WorkloadPlan } from './workload/workload-plan.ts';
import type { WorkloadReport } from './workload-report.ts';

export interface WorkloadProgress {
  readonly callsEnded: number;
  readonly callsPlanned: number;
  readonly callsInDoubt: number;
}

export interface WorkloadOptions {
  /** Of the proxy before charge-api. */
  readonly baseUrl: string;
  readonly apiKeys: Readonly<Record<Tenant, string>>;
  /** May be shared with other workloads; stays open. */
  readonly history: HistoryWriter;
  readonly signal: AbortSignal;
  /** Steps under way at once; each is a client, or several in the same tick. Default 16. */
  readonly parallel?: number;
  /** Default: as fast as it goes. */
  readonly stepsPerSecond?: number;
  /** Default: as charge-client has it. */
  readonly patience?: ClientPatience;
  /** Tokens of the budget that all clients share; default one for each planned call. */
  readonly budgetTokens?: number;
  /** Called after each call. */
  readonly onProgress?: (progress: WorkloadProgress) => void;
}

/** A fraction of the 256 that one charge-api admits, so that what is shed is shed for a fault's sake. */
const PARALLEL = 16;
/** The resolver of the service needs less than one deadline of a client; a second round is for what a fault delays. */
const SETTLE_ROUNDS = 3;

/**
 * Drives the plan: every step that can be sent is, and every call has its one `end`.
 * @throws the signal's reason or the harness's own failure, when all calls under way have ended
 */
export async function runWorkload(plan: WorkloadPlan, options: WorkloadOptions): Promise<WorkloadRun> {
  const run = new WorkloadRun(plan, options);
  await run.sendPlanned();
  return run;
}

export class WorkloadRun {
  readonly #plan: WorkloadPlan;
  readonly #options: WorkloadOptions;
  readonly #tracks = new OperationTracks();
  readonly #inDoubt = new InDoubt();
  readonly #ends = new EndCounts();
  readonly #attempts = new AttemptStatistics();
  readonly #planned: StepQueue;
  readonly #sender: CallSender;
  #begun = 0;

  constructor(plan: WorkloadPlan, options: WorkloadOptions) {
    const { patience = {}, budgetTokens = plan.counts.calls } = options;
    this.#plan = plan;
    this.#options = options;
    this.#planned = new StepQueue(plan.steps, this.#tracks);
    // Larger than any service should allow: the proxy loses far more than the tenth that a budget makes up for.
    const budget = new RetryBudget({ capTokens: budgetTokens });
    this.#sender = new CallSender({ ...options, patience, budget, statistics: this.#attempts });
  }

  get report(): WorkloadReport {
    const { asked, ok, refused, not_sent: notSent, 'under way': underWay } = this.#tracks.countChargeable();
    return {
      label: this.#plan.label,
      planned: this.#plan.counts,
      callsEnded: this.#ends.total,
      callsUnderWay: this.#begun - this.#ends.total,
      ends: this.#ends.byIntent,
      chargeable: { acknowledged: ok, refused, inDoubt: asked + underWay, notSent },
      callsInDoubt: this.#inDoubt.size,
      stepsGivenUp: this.#planned.givenUp,
      attempts: this.#attempts.report,
    };
  }

  /** All that can be sent. What depends on an operation without a verdict is left for `settleInDoubt`. */
  sendPlanned(): Promise<void> {
    return this.#launch(this.#planned, this.#options.signal);
  }

  /**
   * Asks again for what has no verdict, with the same keys, and sends what had to wait for it. Better after the faults
   * are over, so that the answers can be compared with what is there. What then has no verdict stays in doubt.
   */
  async settleInDoubt(signal: AbortSignal = this.#options.signal): Promise<WorkloadReport> {
    for (let round = 1; round <= SETTLE_ROUNDS && this.#inDoubt.size > 0; round += 1) {
      await this.#launch(new StepQueue(this.#inDoubt.takeAsSteps(round), this.#tracks), signal);
      await this.#launch(this.#planned, signal);
    }
    this.#planned.giveUpRest();
    return this.report;
  }

  #launch(queue: StepQueue, signal: AbortSignal): Promise<void> {
    const { parallel = PARALLEL, stepsPerSecond } = this.#options;
    const send = (step: PlannedStep, either: AbortSignal): Promise<void> => this.#send(step, either);
    return launchSteps(queue, { parallel, pacer: new Pacer(stepsPerSecond), signal, send });
  }

  #send({ calls }: PlannedStep, signal: AbortSignal): Promise<void> {
    calls.forEach((call) => this.#tracks.noteSent(call));
    this.#begun += calls.length;
    const ready = calls.map((call) => ({ call, chargeId: this.#tracks.chargeIdFor(call) }));
    return this.#sender.sendTogether(ready, signal, (call, end) => {
      this.#tracks.noteEnd(call, end);
      this.#inDoubt.noteEnd(call, end);
      this.#ends.add(call.intent, end.outcome);
      this.#tellProgress();
    });
  }

  #tellProgress(): void {
    this.#options.onProgress?.({
      callsEnded: this.#ends.total,
      callsPlanned: this.#plan.counts.calls,
      callsInDoubt: this.#inDoubt.size,
    });
  }
}
