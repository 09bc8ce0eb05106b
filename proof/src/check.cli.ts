/** Points the checker at a running stack. */
import { checkRun } from './checker/check-run.ts';
import { parseCheckArguments, USAGE, type CheckCommand } from './checker/cli/check-arguments.ts';
import { exitCodeOf, tableOf } from './checker/cli/print-results.ts';
import { readTargets } from './checker/cli/read-targets.ts';
import { InconclusiveError } from './checker/inconclusive.error.ts';

const INCONCLUSIVE = 2;

async function check(command: CheckCommand): Promise<number> {
  try {
    const results = await checkRun(await readTargets(command.stackFile, command), command.history, command);
    console.log(command.isJson ? JSON.stringify(results) : tableOf(results));
    return exitCodeOf(results);
  } catch (error) {
    // A fault of the checker itself says as little about the stack as a source that could not be read.
    console.error(error instanceof InconclusiveError ? `inconclusive: ${error.message}` : error);
    return INCONCLUSIVE;
  }
}

const command = parseCheckArguments(process.argv.slice(2));
if (command === 'help') console.log(USAGE);
else if ('refusal' in command) {
  console.error(`${command.refusal}\n\n${USAGE}`);
  process.exitCode = INCONCLUSIVE;
} else process.exitCode = await check(command);
