import { CouldNotRunError } from '../could-not-run.error.ts';
import type { BadLine } from './charge-line.ts';
import { planUnits, type Unit } from './plan-units.ts';
import { readChargeFile } from './read-charge-file.ts';
import { splitChargeFile } from './split-charge-file.ts';

/** What can be sent and judged within the time that the demo allows itself, on two slow cores. */
export const MAX_LINES = 20_000;
const MAX_REASONS = 5;

export interface Input {
  readonly units: readonly Unit[];
  readonly lineCount: number;
  readonly bad: readonly BadLine[];
}

/** Reads, checks and plans a file. @throws CouldNotRunError when none of it can be run */
export async function loadInput(path: string, tenants: readonly string[]): Promise<Input> {
  const { lines, bad: unreadable } = splitChargeFile(await readChargeFile(path), tenants);
  if (lines.length > MAX_LINES) {
    throw new CouldNotRunError(`${path} has ${lines.length} lines, at most ${MAX_LINES} are run at once: split it`);
  }
  const { units, bad: unplanned } = planUnits(lines);
  const bad = [...unreadable, ...unplanned];
  const lineCount = units.reduce((sum, unit) => sum + unit.lines.length, 0);
  if (lineCount === 0) throw new CouldNotRunError(`no line of ${path} can be run:\n${reasonsOf(bad)}`);
  return { units, lineCount, bad };
}

const reasonsOf = (bad: readonly BadLine[]): string =>
  bad
    .slice(0, MAX_REASONS)
    .map(({ lineNumber, reason }) => `  line ${lineNumber}: ${reason}`)
    .concat(bad.length > MAX_REASONS ? [`  and ${bad.length - MAX_REASONS} more`] : [])
    .join('\n');
