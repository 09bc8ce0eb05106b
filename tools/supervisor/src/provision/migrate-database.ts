import { DATABASES, type DatabaseName } from './database-spec.ts';
import { REPOSITORY_ROOT, runSourceCli } from './run-source-cli.ts';

export { REPOSITORY_ROOT };

/**
 * Runs the migrations of one database in a process of their own, as a deploy would: the app that owns the schema
 * brings them, nothing else imports them. Resolves to what the step printed.
 * @throws Error with the step's own output when it fails.
 */
export async function migrateDatabase(database: DatabaseName, ownerUrl: string, signal?: AbortSignal): Promise<string> {
  try {
    const script = `apps/${DATABASES[database].app}/src/migrate.ts`;
    return await runSourceCli({ script, databaseUrl: ownerUrl, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    const output = error instanceof Error ? error.message : String(error);
    throw new Error(`the migrations of the ${database} database failed:\n${output}`, { cause: error });
  }
}
