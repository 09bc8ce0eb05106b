import { constants } from 'node:os';
import { announceStack } from './announce-stack.ts';
import { parseCliArguments, USAGE } from './cli-arguments.ts';
import { cleanLeftovers } from './run/clean-leftovers.ts';
import { startStack } from './start-stack.ts';

// Addresses go to the output, so that they can be piped; what is meant for the eye goes beside it.
const report = (line: string) => console.error(line);

const command = parseCliArguments(process.argv.slice(2));
if (command.kind === 'help') console.log(USAGE);
else if (command.kind === 'refused') fail(command.message, 2);
else if (command.kind === 'cleanup') console.log(`Cleaned runs: ${(await cleanLeftovers(report)).length}`);
else await runUntilStopped(command.isJson);

async function runUntilStopped(isJson: boolean): Promise<void> {
  const stopRequest = new AbortController();
  // The handlers stay: a second Ctrl-C must not cut the clean-up short.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopRequest.abort(name));
  try {
    const stack = await startStack({ onProgress: report, signal: stopRequest.signal });
    console.log(announceStack(stack, isJson));
    report('Ctrl-C stops it and removes its data.');
    if (!stopRequest.signal.aborted)
      await new Promise((resolve) => stopRequest.signal.addEventListener('abort', resolve));
    await stack.stop();
  } catch (error) {
    if (!stopRequest.signal.aborted) return fail(error instanceof Error ? error.message : String(error), 1);
    process.exitCode = 128 + constants.signals[stopRequest.signal.reason as NodeJS.Signals];
  }
}

function fail(message: string, exitCode: number): void {
  console.error(message);
  process.exitCode = exitCode;
}
