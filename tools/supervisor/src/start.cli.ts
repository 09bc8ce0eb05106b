/** `npm start`: the stack, kept up until Ctrl-C. */
import { runUntilStopped } from './cli/run-until-stopped.ts';
import { parseStartArguments, START_USAGE } from './cli/start-arguments.ts';
import { complain, print, survivePipeLoss } from './cli/terminal.ts';

survivePipeLoss();
const command = parseStartArguments(process.argv.slice(2), process.env);
switch (command.kind) {
  case 'help':
    print(START_USAGE);
    break;
  case 'refused':
    complain(`${command.message}\n${START_USAGE}`);
    process.exitCode = 2;
    break;
  case 'run':
    process.exitCode = await runUntilStopped(command.replicas);
}
