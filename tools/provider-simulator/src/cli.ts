import { parseCliArguments, USAGE } from './cli-arguments.ts';
import { runUntilSignal } from './run-until-signal.ts';

const parsed = parseCliArguments(process.argv.slice(2));
switch (parsed.kind) {
  case 'help':
    process.stdout.write(`${USAGE}\n`);
    break;
  case 'refused':
    process.stderr.write(`provider-simulator: ${parsed.message}\n${USAGE}\n`);
    process.exitCode = 2;
    break;
  case 'run':
    await runUntilSignal(parsed);
}
