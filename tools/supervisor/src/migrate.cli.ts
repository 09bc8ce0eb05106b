/** `npm run migrate -- charge|ledger`: the migration step of a deploy. */
import { findDatabase, type DatabaseTarget } from './cli/database-target.ts';
import { runFileOf } from './cli/run-file.ts';
import { complain, messageOf, print } from './cli/terminal.ts';
import { isDatabaseName, type DatabaseName } from './provision/database-spec.ts';
import { ensureDatabase, missingGroupRoles } from './provision/ensure-database.ts';
import { migrateDatabase } from './provision/migrate-database.ts';
import { readRunningStack } from './stack-file/read-stack-file.ts';

const USAGE = `usage: npm run migrate -- charge|ledger
The database is that of DATABASE_URL (its owner's), else "charge" or "ledger" on the server of PG_URL (an admin's; made
when it is missing, with the roles of its services), else that of the running stack.`;

type Usable = Exclude<DatabaseTarget, { kind: 'refused' }>;

async function migrate(database: DatabaseName, target: Usable): Promise<void> {
  const url = target.kind === 'admin' ? await ensureDatabase(target.url, database) : target.url;
  const missing = await missingGroupRoles(url, database);
  if (missing.length > 0)
    throw new Error(`The server has no role ${missing.join(', ')}: run this once with PG_URL, an admin's URL.`);
  const { host, pathname } = new URL(url);
  print(`${host}${pathname}: ${await migrateDatabase(database, url)}`);
}

async function main(args: string[]): Promise<number> {
  const [database, ...stray] = args;
  if (database === undefined || !isDatabaseName(database) || stray.length > 0) {
    complain(USAGE);
    return 2;
  }
  const target = await findDatabase(database, process.env, () => readRunningStack(runFileOf(process.env)));
  if (target.kind === 'refused') {
    complain(target.message);
    return 2;
  }
  await migrate(database, target);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(messageOf(error));
  process.exitCode = 1;
}
