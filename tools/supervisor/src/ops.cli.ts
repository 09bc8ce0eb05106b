/** `npm run ops -- COMMAND …`: the apps' own commands for operators, on the database of DATABASE_URL or of the stack. */
import { findDatabase, type DatabaseTarget } from './cli/database-target.ts';
import { runFileOf } from './cli/run-file.ts';
import { complain, messageOf, print } from './cli/terminal.ts';
import { OPS_COMMANDS } from './ops/ops-commands.ts';
import { parseOpsArguments, type OpsCall } from './ops/parse-ops-arguments.ts';
import { withUrlParts } from './provision/admin-connection.ts';
import { CommandFailedError, runSourceCli } from './provision/run-source-cli.ts';
import { readRunningStack } from './stack-file/read-stack-file.ts';

/** sysexits.h EX_CONFIG: the command is all right and has no database. */
const EXIT_BAD_CONFIGURATION = 78;

async function run({ command, args }: Extract<OpsCall, { kind: 'run' }>): Promise<number> {
  const { database, script } = command;
  const target = await findDatabase(database, process.env, () => readRunningStack(runFileOf(process.env)));
  try {
    // Without a database too: what is wrong with the arguments comes first, and help needs none.
    print(
      await runSourceCli({ script, args, databaseUrl: urlOf(target, database), defaults: await providerOfStack() }),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    if (error.exitCode === EXIT_BAD_CONFIGURATION && target.kind === 'refused') {
      complain(target.message);
      return 2;
    }
    return passOn(error);
  }
}

/** A refusal for machines is on standard output, like any other answer. */
const passOn = ({ stdout, stderr, message, exitCode }: CommandFailedError): number => {
  if (stdout !== '') print(stdout);
  if (stderr !== '') complain(stderr);
  if (stdout === '' && stderr === '') complain(message);
  return exitCode ?? 1;
};

/** What a person found out is looked up at the provider: the stack's, unless PROVIDER_URL names another. */
const providerOfStack = async (): Promise<Record<string, string>> => {
  const stack = await readRunningStack(runFileOf(process.env));
  return stack?.provider ? { PROVIDER_URL: stack.provider } : {};
};

const urlOf = (target: DatabaseTarget, database: string): string => {
  if (target.kind === 'refused') return '';
  // What `npm run migrate` makes with the same variable.
  return target.kind === 'admin' ? withUrlParts(target.url, { database }) : target.url;
};

async function main(call: OpsCall): Promise<number> {
  if (call.kind === 'run') return run(call);
  if (call.kind === 'help') print(call.message);
  else complain(call.message);
  return call.kind === 'help' ? 0 : 2;
}

try {
  process.exitCode = await main(parseOpsArguments(process.argv.slice(2), OPS_COMMANDS, process.env));
} catch (error) {
  complain(messageOf(error));
  process.exitCode = 1;
}
