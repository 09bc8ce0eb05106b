import type { FaultRecord } from '../../model/fault-record.ts';

/** One line of faults.ndjson: a window in which a fault was on. Milliseconds since the run began. */
export interface FaultLine {
  readonly fault: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** All windows of all faults, oldest first. */
export const faultLines = (faults: readonly FaultRecord[]): FaultLine[] =>
  faults
    .flatMap(({ name, windows }) => windows.map(({ fromMs, toMs }) => ({ fault: name, fromMs, toMs })))
    .sort((left, right) => left.fromMs - right.fromMs);
