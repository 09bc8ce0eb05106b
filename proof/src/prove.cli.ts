/** `npm run prove`: breaks the payment path on purpose and shows that each operation took effect once. */
import { FAULTS } from './faults/index.ts';
import { needsOwnNetwork } from './faults/planning/leave-out-impossible.ts';
import { selectFaults } from './faults/planning/select-faults.ts';
import { enterOwnNetwork, type OwnNetwork } from './network/own-network.ts';
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

/** Of the faults that are asked for, those that need it. */
const namesNeedingNetwork = ({ faults }: ProveOptions): string[] =>
  selectFaults(faults, FAULTS)
    .faults.filter(needsOwnNetwork)
    .map(({ name }) => name);

async function prove(options: ProveOptions): Promise<number> {
  const needing = namesNeedingNetwork(options);
  const network = needing.length > 0 ? await enterOwnNetwork() : null;
  const leftOut = network?.kind === 'impossible' ? `left out: ${needing.join(', ')} (${network.why})` : undefined;
  // A fault of that name was asked for: without it nothing would be shown.
  if (leftOut !== undefined && needing.some((name) => options.faults.includes(name))) {
    process.stderr.write(`${leftOut}\n`);
    return INCONCLUSIVE;
  }
  return proveIn(options, network, leftOut);
}

async function proveIn(options: ProveOptions, network: OwnNetwork | null, leftOut?: string): Promise<number> {
  // With --json standard output is one document; how far the run is goes beside it.
  const screen = new Screen(options.isJson ? process.stderr : process.stdout, process.env);
  if (leftOut !== undefined) screen.line(leftOut);
  const { record, folder } = await runProof(options, screen, new Interruption(), network);
  const report = await writeEvidence(folder, record).catch((error: unknown) => {
    process.stderr.write(`the evidence could not be written: ${String(error)}\n`);
    return null;
  });
  screen.lines([...verdictTable(record, screen.paint), ...verdictLines(record, report, screen.paint)]);
  if (leftOut !== undefined) screen.line(leftOut);
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
