import { z } from 'zod';
import { postgresUrl } from './env-fields.ts';

/** What a single command reads that works on one database as its owner: migrations, tenants. */
export const ownerDatabaseEnv = z.object({
  DATABASE_URL: postgresUrl().describe("The database, with its owner's login."),
});
