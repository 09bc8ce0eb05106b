import type { RehearsalResult } from './rehearsal.ts';

const seconds = (value: number | null): string => (value === null ? '-' : `${value.toFixed(1)} s`);

/** The table, and whether all of it is well. */
export function printResult({ looks, scenarios }: RehearsalResult): boolean {
  const rows = scenarios.map(({ scenario, alert, firedAfterS, clearedAfterS, blocksRun, failure }) => [
    failure === null ? 'ok' : 'FAIL',
    scenario,
    alert,
    seconds(firedAfterS),
    seconds(clearedAfterS),
    String(blocksRun),
  ]);
  const table = [['', 'scenario', 'alert', 'fired', 'cleared', 'blocks'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const failed = scenarios.filter(({ failure }) => failure !== null);
  for (const { scenario, failure } of failed) console.log(`${scenario}: ${failure ?? ''}`);
  for (const failure of looks.failures) console.log(failure);
  const failures = failed.length + looks.failures.length;
  console.log(`${scenarios.length + looks.blocksRun - failures} passed, ${failures} failed`);
  return failures === 0;
}
