/** `npm run demo`: real requests through the real services, then a verdict from what they left behind. */
import { parseDemoArguments, USAGE, type DemoOptions } from './demo-arguments.ts';
import { Interruption, InterruptedError } from './interruption.ts';
import { Screen } from './report/screen.ts';
import { runInOwnStack } from './run-in-own-stack.ts';

const COULD_NOT_RUN = 2;

async function run(options: DemoOptions): Promise<number> {
  const interruption = new Interruption();
  try {
    return await runInOwnStack(options, new Screen(process.stdout, process.env), interruption);
  } catch (error) {
    // An abort surfaces in whatever shape the interrupted work gives it; the reason is the interruption's.
    const reason: unknown = interruption.signal.aborted ? interruption.signal.reason : error;
    process.stderr.write(`\ndemo: ${reason instanceof Error ? reason.message : String(reason)}\n`);
    return reason instanceof InterruptedError ? reason.exitCode : COULD_NOT_RUN;
  }
}

const command = parseDemoArguments(process.argv.slice(2));
if (command.kind === 'help') process.stdout.write(`${USAGE}\n`);
else if (command.kind === 'refused') {
  process.stderr.write(`${command.message}\n`);
  process.exitCode = COULD_NOT_RUN;
  // Ended here: a connection that an interrupted step left half open must not keep the process.
} else process.exit(await run(command.options));
