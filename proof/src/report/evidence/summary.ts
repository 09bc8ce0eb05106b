import type { Finding, JudgedResult } from '../../model/finding.ts';
import type { RunRecord } from '../../model/run-record.ts';
import { exitCodeFor } from '../exit-code.ts';
import { replayLine } from '../replay-line.ts';
import { transcriptFiles } from './transcript-file.ts';

/** One broken law may be broken at every operation: enough to work with, and `findingCount` says how many there are. */
const MAX_FINDINGS = 200;

export interface InvariantSummary extends JudgedResult {
  readonly findings: readonly Finding[];
  readonly findingCount: number;
}

/** summary.json: the record without what has files of its own. */
export interface RunSummary extends Omit<RunRecord, 'samples' | 'transcripts' | 'invariants'> {
  readonly exitCode: 0 | 1 | 2;
  readonly replay: string;
  readonly sampleCount: number;
  readonly invariants: readonly InvariantSummary[];
  readonly transcripts: readonly { readonly title: string; readonly file: string }[];
}

export function summaryOf(record: RunRecord): RunSummary {
  const { samples, transcripts, invariants, ...rest } = record;
  return {
    ...rest,
    exitCode: exitCodeFor(record.verdict),
    replay: replayLine(record),
    sampleCount: samples.length,
    invariants: invariants.map((result) => ({
      ...result,
      findings: result.findings.slice(0, MAX_FINDINGS),
      findingCount: result.findings.length,
    })),
    transcripts: transcriptFiles(transcripts).map(({ title, file }) => ({ title, file })),
  };
}

export const summaryJson = (record: RunRecord): string => `${JSON.stringify(summaryOf(record), null, 2)}\n`;
