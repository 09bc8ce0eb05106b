import { ownerDatabaseEnv, parseEnv } from '@once/config';
import { runMigrations } from '@once/database';
import { chargeMigrations } from './migrations/index.ts';

/** The migration step of the charge database: run by a deploy before the services, with the owner's URL. */
const env = parseEnv(ownerDatabaseEnv);
const applied = await runMigrations({
  url: env.DATABASE_URL,
  applicationName: 'charge-migrate',
  migrations: chargeMigrations,
});
process.stdout.write(applied.length ? `applied ${applied.join(', ')}\n` : 'the charge database is up to date\n');
