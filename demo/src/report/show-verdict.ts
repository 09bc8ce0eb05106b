import type { CheckResult } from '../checks/check.ts';
import type { Verdict } from '../checks/judge-evidence.ts';
import type { Screen } from './screen.ts';

const NAME_WIDTH = 47;
const FOUND_WIDTH = 20;

/** One line per check, two for a broken one. */
export function showChecks(screen: Screen, { results }: Verdict): void {
  for (const result of results) screen.lines(checkLines(screen, result));
}

const checkLines = (screen: Screen, { name, source, ok, expected, found, notice }: CheckResult): string[] => {
  const mark = markOf(screen, ok, notice !== undefined);
  const right = screen.paint('dim', source);
  if (ok) {
    const line = `${mark} ${name.padEnd(NAME_WIDTH)} ${found.padEnd(FOUND_WIDTH)} ${right}`;
    return notice === undefined ? [line] : [line, `        ${screen.paint('yellow', notice)}`];
  }
  const details = [`        expected ${expected}`, `        found    ${found}`];
  const head = `${mark} ${name.padEnd(NAME_WIDTH + FOUND_WIDTH + 1)} ${right}`;
  return [head, ...details.map((detail) => screen.paint('red', detail))];
};

const markOf = (screen: Screen, ok: boolean, hasNotice: boolean): string => {
  if (!ok) return screen.paint('red', ' FAIL ');
  return hasNotice ? screen.paint('yellow', ' note ') : screen.paint('green', '   ok ');
};

/** The last line but the exit code's own. */
export function showVerdict(screen: Screen, verdict: Verdict, notRun: number): void {
  const broken = verdict.results.filter(({ ok }) => !ok).length;
  const word = verdict.ok ? screen.paint('green', 'PASS') : screen.paint('red', 'FAIL');
  const checks =
    broken === 0 ? `${verdict.results.length} checks hold` : `${broken} of ${verdict.results.length} checks broken`;
  const rest = notRun === 0 ? '' : screen.paint('yellow', `, ${notRun} lines of the file were not run (listed above)`);
  const notices = verdict.results.filter(({ notice }) => notice !== undefined).length;
  const noted = notices === 0 ? '' : screen.paint('yellow', ` (${notices} with a note)`);
  screen.line(` ${screen.paint('bold', 'verdict')} ${word}   ${checks}${noted}${rest}`);
}
