import { SetupError } from '../setup.error.ts';
import { askPostgres } from './ask-postgres.ts';

/** Checks the server behind PG_URL. Its URL holds a password, so no message shows more than host and port. */
export async function checkExistingPostgres(pgUrl: string): Promise<{ version: string }> {
  const { host } = parseUrl(pgUrl);
  const answer = await askPostgres(pgUrl).catch((error: unknown) => {
    throw new SetupError(
      `PG_URL: Postgres at ${host} can't be used (${reasonOf(error)}): start it, correct the URL, or unset PG_URL.`,
    );
  });
  if (answer.mayCreateDatabasesAndRoles) return answer;
  throw new SetupError(
    `PG_URL: the role at ${host} may not create databases and roles: use an admin's URL, or unset PG_URL.`,
  );
}

function parseUrl(pgUrl: string): URL {
  const url = URL.canParse(pgUrl) ? new URL(pgUrl) : null;
  if (url && url.host !== '' && /^postgres(ql)?:$/.test(url.protocol)) return url;
  throw new SetupError('PG_URL must look like postgres://user:password@host:5432/postgres.');
}

/** Node tries every address of a name and then reports them together, without a message of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
