import { Client } from 'pg';
import { testServers } from './test-servers.ts';

/** Ends every server process of a database's logins that start with `login`; returns how many there were. */
export async function cutConnections(database: string, login: string): Promise<number> {
  const admin = new Client({ connectionString: testServers().adminUrl });
  await admin.connect();
  const { rowCount } = await admin.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND starts_with(usename, $2)',
    [database, login],
  );
  await admin.end();
  return rowCount ?? 0;
}
