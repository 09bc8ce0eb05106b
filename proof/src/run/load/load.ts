import { WorkloadRun, type WorkloadOptions } from '../../clients/run-workload.ts';
import type { ClientPatience } from '../../clients/sending/send-call.ts';
import type { WorkloadPlan } from '../../clients/workload/workload-plan.ts';
import type { WorkloadReport } from '../../clients/workload-report.ts';
import { planFurtherWave, planWaves } from './plan-waves.ts';

export interface LoadOptions extends Pick<WorkloadOptions, 'baseUrl' | 'apiKeys' | 'history' | 'signal'> {
  readonly seed: string;
  readonly operations: number;
  /** Default: as charge-client has it. */
  readonly patience?: ClientPatience;
}

/** What a fault may set about the traffic that it adds; default as the planned waves have it. */
export type ExtraTraffic = Partial<Pick<WorkloadOptions, 'baseUrl' | 'parallel' | 'patience' | 'budgetTokens'>>;

export interface LoadProgress {
  /** Operations whose client has its 2xx. */
  readonly acknowledged: number;
  /** Calls that have begun and not ended. */
  readonly inFlight: number;
  readonly planned: number;
  readonly callsEnded: number;
  readonly callsInDoubt: number;
}

/** Waves under way at once: while one waits for its last answers, the others keep traffic up. */
const LANES = 3;
/** Steps of one wave under way at once. */
const PARALLEL = 8;
/** Enough to have something in flight at any crash point within a second or two. */
const LEAST_STEPS_PER_SECOND = 9;
/** What two cores bear beside seven services, a database and a broker. */
const MOST_STEPS_PER_SECOND = 60;

/** All that the clients send: the planned waves, and as many more as the faults last. */
export class Load {
  readonly #options: LoadOptions;
  readonly #waiting: WorkloadPlan[];
  readonly #runs: WorkloadRun[] = [];
  #further = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#waiting = planWaves(options.seed, options.operations);
  }

  get reports(): WorkloadReport[] {
    return this.#runs.map(({ report }) => report);
  }

  get progress(): LoadProgress {
    const { reports } = this;
    const sum = (count: (report: WorkloadReport) => number): number =>
      reports.reduce((total, report) => total + count(report), 0);
    return {
      acknowledged: sum(({ chargeable }) => chargeable.acknowledged),
      inFlight: sum(({ callsUnderWay }) => callsUnderWay),
      planned: sum(({ planned }) => planned.chargeable) + this.#waitingOperations,
      callsEnded: sum(({ callsEnded }) => callsEnded),
      callsInDoubt: sum(({ callsInDoubt }) => callsInDoubt),
    };
  }

  get #waitingOperations(): number {
    return this.#waiting.reduce((total, { counts }) => total + counts.chargeable, 0);
  }

  /**
   * Sends everything. While `isNeeded` says so, it is spread over `lastsMs` and goes on after that; from then on what is
   * left goes as fast as it can. @throws the failure of the harness that kept a wave from its end
   */
  async send({ lastsMs, isNeeded }: { lastsMs: number; isNeeded: () => boolean }): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, failing.signal]);
    const stepsPerSecond = this.#paceFor(lastsMs) / LANES;
    const lane = async (): Promise<void> => {
      for (let plan = this.#next(isNeeded); plan; plan = this.#next(isNeeded)) {
        const run = this.#newRun(plan, { signal, ...(isNeeded() ? { stepsPerSecond } : {}) });
        await run.sendPlanned();
      }
    };
    const lanes = Array.from({ length: LANES }, () => lane().catch((error: unknown) => failing.abort(error)));
    await Promise.all(lanes);
    failing.signal.throwIfAborted();
  }

  /** Traffic of a fault's own, on top of the waves; counted and checked like any other. */
  async sendExtra(plan: WorkloadPlan, how: ExtraTraffic = {}): Promise<WorkloadReport> {
    const run = this.#newRun(plan, { signal: this.#options.signal, ...how });
    await run.sendPlanned();
    return run.report;
  }

  /** Asks again for everything without a verdict, and sends what had to wait for one. */
  async settle(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run.settleInDoubt(this.#options.signal)));
  }

  #newRun(
    plan: WorkloadPlan,
    { patience, ...further }: ExtraTraffic & Pick<WorkloadOptions, 'signal' | 'stepsPerSecond'>,
  ): WorkloadRun {
    const { baseUrl, apiKeys, history, patience: common } = this.#options;
    const options = { baseUrl, apiKeys, history, parallel: PARALLEL, patience: { ...common, ...patience } };
    const run = new WorkloadRun(plan, { ...options, ...further });
    this.#runs.push(run);
    return run;
  }

  #next(isNeeded: () => boolean): WorkloadPlan | undefined {
    const planned = this.#waiting.shift();
    if (planned || !isNeeded()) return planned;
    this.#further += 1;
    return planFurtherWave(this.#options.seed, this.#further);
  }

  #paceFor(lastsMs: number): number {
    const steps = this.#waiting.reduce((total, plan) => total + plan.steps.length, 0);
    const even = steps / Math.max(1, lastsMs / 1_000);
    return Math.min(MOST_STEPS_PER_SECOND, Math.max(LEAST_STEPS_PER_SECOND, even));
  }
}
