import { ownerDatabaseEnv, parseEnv } from '@once/config';
import { runMigrations } from '@once/database';
import { ledgerMigrations } from './migrations/index.ts';

/** The migration step of the ledger database: run by a deploy before the service, with the owner's URL. */
const env = parseEnv(ownerDatabaseEnv);
const applied = await runMigrations({
  url: env.DATABASE_URL,
  applicationName: 'ledger-migrate',
  migrations: ledgerMigrations,
});
process.stdout.write(applied.length ? `applied ${applied.join(', ')}\n` : 'the ledger database is up to date\n');
