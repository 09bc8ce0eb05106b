import type { ScheduledFault } from '../faults/planning/plan-faults.ts';
import type { JudgedResult } from '../model/finding.ts';
import type { RunEnvironment, RunRecord } from '../model/run-record.ts';
import { judgeRecord } from '../report/judge-record.ts';
import type { PhaseLog } from '../report/terminal/phase-log.ts';
import type { MadeTranscripts } from '../transcripts/make-transcripts.ts';
import type { CheckedRun } from './check/check-phase.ts';
import type { Watch } from './check/watch.ts';
import { workloadRecord } from './load/workload-record.ts';
import type { ProofRun } from './proof-run.ts';
import type { ProveOptions } from './prove-arguments.ts';
import type { ServerVersions } from './read-server-versions.ts';

export interface DraftFacts {
  readonly options: ProveOptions;
  readonly environment: RunEnvironment;
  readonly startedAt: Date;
  readonly log: PhaseLog;
  readonly schedule: readonly ScheduledFault[];
}

type Seen = Pick<
  RunRecord,
  | 'workload'
  | 'faults'
  | 'crashPoints'
  | 'backlog'
  | 'samples'
  | 'suppressed'
  | 'metrics'
  | 'invariants'
  | 'transcripts'
>;

/** What a run has come to so far: a run that breaks off leaves what it had. */
export class RecordDraft {
  readonly #facts: DraftFacts;
  readonly #problems: string[] = [];
  readonly #watched: JudgedResult[] = [];
  #looks = 0;
  #servers: ServerVersions = { postgres: null, kafka: null };
  #seen: Seen = {
    ...{ workload: null, faults: [], crashPoints: [], backlog: null, samples: [] },
    ...{ suppressed: [], metrics: [], invariants: [], transcripts: [] },
  };

  constructor(facts: DraftFacts) {
    this.#facts = facts;
  }

  takeServers(versions: ServerVersions): void {
    this.#servers = versions;
  }

  take({ load, faultLog, sampler }: ProofRun): void {
    const { faults, crashPoints, backlogs, herds, problems } = faultLog;
    const startedAtMs = this.#facts.startedAt.getTime();
    const workload = workloadRecord(load.reports, { startedAtMs, herd: herds.at(-1) ?? null });
    this.#problems.push(...problems);
    this.#seen = {
      ...this.#seen,
      workload,
      faults,
      crashPoints,
      backlog: backlogs.at(-1) ?? null,
      samples: sampler.samples,
      suppressed: sampler.suppression.records,
    };
  }

  /** Laws that were broken in the middle of the run, whatever they are at its end. */
  takeWatched({ broken, looks }: Pick<Watch, 'broken' | 'looks'>): void {
    this.#watched.push(...broken);
    this.#looks = looks;
  }

  takeTranscripts({ transcripts, problems }: MadeTranscripts): void {
    this.#problems.push(...problems);
    this.#seen = { ...this.#seen, transcripts };
  }

  takeChecked({ invariants, metrics }: CheckedRun): void {
    this.#seen = { ...this.#seen, invariants, metrics };
  }

  /** Processes that ended though nothing was to end them: what was shown is of another run than was planned. */
  takeUnplanned(ended: readonly string[]): void {
    this.#problems.push(...ended.map((name) => `${name} ended, and no fault of this run ends a process`));
  }

  /** The run did not come to its end. */
  fail(error: unknown): void {
    this.#problems.push(error instanceof Error ? error.message : String(error));
  }

  finish(endedAt: Date): RunRecord {
    const { options, environment, startedAt, log, schedule } = this.#facts;
    const invariants = [...this.#seen.invariants, ...this.#watched];
    const record = { ...this.#seen, looks: this.#looks, invariants, phases: log.phases, controls: [] };
    const { verdict, reasons } = judgeRecord({ ...record, faultsRequested: options.faults });
    const hasProblem = this.#problems.length > 0;
    return {
      ...record,
      format: 1,
      seed: options.seed,
      operations: options.operations,
      faultsRequested: options.faults,
      backlogRequested: options.backlog,
      schedule,
      environment: { ...environment, versions: { ...environment.versions, ...this.#servers } },
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      verdict: verdict === 'pass' && hasProblem ? 'inconclusive' : verdict,
      reasons: [...new Set([...reasons, ...this.#problems])],
    };
  }
}
