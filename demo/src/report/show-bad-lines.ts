import type { BadLine } from '../input/charge-line.ts';
import type { Screen } from './screen.ts';

/** More would push the verdict off the screen. */
const MAX_SHOWN = 20;

/** The lines that are not run, each with its number and the reason. */
export function showBadLines(screen: Screen, path: string, bad: readonly BadLine[]): void {
  if (bad.length === 0) return;
  screen.line(` ${screen.paint('yellow', '!')} ${bad.length} lines of ${path} are not run:`);
  const ordered = bad.toSorted((left, right) => left.lineNumber - right.lineNumber);
  for (const { lineNumber, reason } of ordered.slice(0, MAX_SHOWN)) {
    screen.line(`   line ${String(lineNumber).padStart(5)}  ${reason}`);
  }
  if (bad.length > MAX_SHOWN) screen.line(`   and ${bad.length - MAX_SHOWN} more`);
}
