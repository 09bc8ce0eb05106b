import type { ControlRecord } from './control-record.ts';
import type { BacklogRecord, CrashPointRecord, FaultRecord, ScheduledFaultRecord } from './fault-record.ts';
import type { JudgedResult } from './finding.ts';
import type { RunSample } from './run-sample.ts';
import type { WorkloadRecord } from './workload-record.ts';

/** `inconclusive`: the stack, a fault or the harness did not do its part, so that nothing was shown either way. */
export type RunVerdict = 'pass' | 'broken' | 'inconclusive';

/** One step of the run. Times in milliseconds since the run began. */
export interface PhaseRecord {
  readonly name: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** What came of it, in a few words: `2000/2000 calls`, or why it failed. */
  readonly detail: string;
  readonly hasFailed: boolean;
}

/** What the run ran on. Unknown is null, never a guess. */
export interface RunEnvironment {
  readonly commit: string | null;
  /** The working tree had changes, so that the commit alone does not bring the run back. */
  readonly isDirty: boolean;
  readonly versions: { readonly node: string; readonly postgres: string | null; readonly kafka: string | null };
  readonly platform: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryMb: number;
}

/** A number that the services report beside the one that the checker counted. */
export interface MetricRecord {
  /** As Prometheus writes it, labels included. */
  readonly name: string;
  readonly fromMetrics: number;
  /** Where `atLeast` and `atMost` differ, the truth leaves a range. Null: nothing bounds it from above. */
  readonly fromTruth: { readonly atLeast: number; readonly atMost: number | null };
  readonly rule: 'equal' | 'never_more' | 'within';
  readonly ok: boolean;
}

/** How often one layer kept an operation from taking effect again. */
export interface SuppressedRecord {
  /** As the samples name it, too. */
  readonly layer: string;
  readonly count: number;
  /** What the layer saw and did, in a few words. */
  readonly how: string;
}

export interface TranscriptRecord {
  readonly title: string;
  readonly text: string;
}

/** Everything that a run leaves. What it did not come to is empty or null; the verdict then is not `pass`. */
export interface RunRecord {
  readonly format: 1;
  readonly seed: string;
  /** Chargeable operations that were asked for. */
  readonly operations: number;
  /** As given: names, or `all` or `quick`. */
  readonly faultsRequested: readonly string[];
  /** Operations that were to be sent while the broker was down. */
  readonly backlogRequested: number;
  /** In the order of each lane. */
  readonly schedule: readonly ScheduledFaultRecord[];
  readonly environment: RunEnvironment;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly phases: readonly PhaseRecord[];
  readonly workload: WorkloadRecord | null;
  readonly faults: readonly FaultRecord[];
  readonly crashPoints: readonly CrashPointRecord[];
  /** Null when the broker was never down. */
  readonly backlog: BacklogRecord | null;
  /** Oldest first. */
  readonly samples: readonly RunSample[];
  readonly suppressed: readonly SuppressedRecord[];
  readonly metrics: readonly MetricRecord[];
  /** Times that everything was read and held against the laws while the run went on. */
  readonly looks: number;
  readonly invariants: readonly JudgedResult[];
  readonly controls: readonly ControlRecord[];
  readonly transcripts: readonly TranscriptRecord[];
  readonly verdict: RunVerdict;
  /** Why it is not `pass`; empty if it is. */
  readonly reasons: readonly string[];
}
