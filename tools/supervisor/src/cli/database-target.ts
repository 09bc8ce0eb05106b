import type { DatabaseName } from '../provision/database-spec.ts';
import type { StackFile } from '../stack-file/stack-file.ts';

/** Where a command that works on one database finds it. */
export type DatabaseTarget =
  | { kind: 'owner'; url: string; from: 'DATABASE_URL' | 'the running stack' }
  | { kind: 'admin'; url: string }
  | { kind: 'refused'; message: string };

/** DATABASE_URL before PG_URL before the stack that runs; an empty variable counts as absent. */
export async function findDatabase(
  database: DatabaseName,
  env: NodeJS.ProcessEnv,
  runningStack: () => Promise<StackFile | null>,
): Promise<DatabaseTarget> {
  const bad = (['DATABASE_URL', 'PG_URL'] as const).find((name) => env[name] && !isPostgresUrl(env[name]));
  // The value may hold a password, so it is not shown.
  if (bad) return { kind: 'refused', message: `${bad} must look like postgres://user:password@host:5432/database.` };
  if (env['DATABASE_URL']) return { kind: 'owner', url: env['DATABASE_URL'], from: 'DATABASE_URL' };
  if (env['PG_URL']) return { kind: 'admin', url: env['PG_URL'] };
  const stack = await runningStack();
  if (stack !== null)
    return {
      kind: 'owner',
      url: database === 'charge' ? stack.chargeDbUrl : stack.ledgerDbUrl,
      from: 'the running stack',
    };
  return {
    kind: 'refused',
    message: `Which ${database} database? Set DATABASE_URL (its owner's) or PG_URL (an admin's), or start a stack by npm start.`,
  };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
