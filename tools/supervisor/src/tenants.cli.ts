/** `npm run tenants -- create NAME`: the app's own command, on the database of DATABASE_URL or of the running stack. */
import { findDatabase } from './cli/database-target.ts';
import { runFileOf } from './cli/run-file.ts';
import { complain, messageOf, print } from './cli/terminal.ts';
import { withUrlParts } from './provision/admin-connection.ts';
import { TENANTS_CLI } from './provision/create-tenant.ts';
import { CommandFailedError, runSourceCli } from './provision/run-source-cli.ts';
import { readRunningStack } from './stack-file/read-stack-file.ts';

const USAGE = 'usage: npm run tenants -- create NAME';

async function main(args: string[]): Promise<number> {
  if (args[0] !== 'create' || args.length !== 2) {
    complain(USAGE);
    return 2;
  }
  const target = await findDatabase('charge', process.env, () => readRunningStack(runFileOf(process.env)));
  if (target.kind === 'refused') {
    complain(target.message);
    return 2;
  }
  // What `npm run migrate` makes with the same variable.
  const databaseUrl = target.kind === 'admin' ? withUrlParts(target.url, { database: 'charge' }) : target.url;
  print(await runSourceCli({ script: TENANTS_CLI, args, databaseUrl }));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(messageOf(error));
  process.exitCode = error instanceof CommandFailedError ? (error.exitCode ?? 1) : 1;
}
