/** `npm run prove`: breaks the payment path on purpose and shows that each operation took effect once. */
import { writeEvidence } from './report/evidence/write-evidence.ts';
import { summaryJson } from './report/evidence/summary.ts';
import { exitCodeFor } from './report/exit-code.ts';
import { Screen } from './report/terminal/screen.ts';
import { verdictLines, verdictTable } from './report/terminal/verdict-table.ts';
import { Interruption } from './run/interruption.ts';
import { parseProveArguments, usage, type ProveOptions } from './run/prove-arguments.ts';
import { planJson } from './run/show-plan.ts';
import { runProof } from './run/run-proof.ts';

const INCONCLUSIVE = 2;

async function prove(options: ProveOptions): Promise<number> {
  // With --json standard output is one document; how far the run is goes beside it.
  const screen = new Screen(options.isJson ? process.stderr : process.stdout, process.env);
  const { record, folder } = await runProof(options, screen, new Interruption());
  const report = await writeEvidence(folder, record).catch((error: unknown) => {
    process.stderr.write(`the evidence could not be written: ${String(error)}\n`);
    return null;
  });
  screen.lines([...verdictTable(record, screen.paint), ...verdictLines(record, report, screen.paint)]);
  if (options.isJson) process.stdout.write(summaryJson(record));
  return report === null && record.verdict === 'pass' ? INCONCLUSIVE : exitCodeFor(record.verdict);
}

const command = parseProveArguments(process.argv.slice(2));
if (command.kind === 'help') process.stdout.write(`${usage()}\n`);
else if (command.kind === 'refused') {
  process.stderr.write(`${command.message}\n\n${usage()}\n`);
  process.exitCode = INCONCLUSIVE;
} else if (command.options.isPlan) process.stdout.write(planJson(command.options));
else {
  const exitCode = await prove(command.options).catch((error: unknown) => {
    console.error(error);
    return INCONCLUSIVE;
  });
  // Ended here: a connection that an interrupted step left half open must not keep the process.
  process.exit(exitCode);
}
