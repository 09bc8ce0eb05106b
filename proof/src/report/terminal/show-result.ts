import type { RunRecord } from '../../model/run-record.ts';
import { summaryJson } from '../evidence/summary.ts';
import { exitCodeFor } from '../exit-code.ts';
import type { Streams } from './run-screen.ts';
import { Screen } from './screen.ts';
import { verdictLines, verdictTable } from './verdict-table.ts';

export interface ResultOptions {
  readonly streams: Streams;
  readonly isJson: boolean;
  /** Null when no report could be written. */
  readonly reportPath: string | null;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Shows what came of a run: the table for people or, with `--json`, summary.json and nothing else.
 * @returns what the process is to exit with
 */
export function showResult(record: RunRecord, { streams, isJson, reportPath, env }: ResultOptions): 0 | 1 | 2 {
  if (isJson) streams.stdout.write(summaryJson(record));
  else {
    const screen = new Screen(streams.stdout, env);
    screen.lines(verdictTable(record, screen.paint));
    screen.lines(verdictLines(record, reportPath, screen.paint));
  }
  return exitCodeFor(record.verdict);
}
