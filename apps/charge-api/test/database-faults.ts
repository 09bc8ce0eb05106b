import { withConnection } from '@once/supervisor';
import { testServers } from '@once/testing';

const asAdmin = (sql: string, values: unknown[]): Promise<unknown> =>
  withConnection(testServers().adminUrl, (client) => client.query(sql, values));

/** Ends the service's connections, in whatever they are doing. */
export async function killServiceConnections(database: string): Promise<void> {
  await asAdmin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'charge-api'`,
    [database],
  );
}

/** From now on nobody gets in, and whoever is in is out. */
export async function closeDatabase(database: string): Promise<void> {
  await asAdmin(`UPDATE pg_database SET datallowconn = false WHERE datname = $1`, [database]);
  await asAdmin('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
}

export async function openDatabase(database: string): Promise<void> {
  await asAdmin(`UPDATE pg_database SET datallowconn = true WHERE datname = $1`, [database]);
}
