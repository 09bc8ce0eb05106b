import pg from 'pg';

const BOUND_MS = 5_000;

export interface PostgresAnswer {
  version: string;
  mayCreateDatabasesAndRoles: boolean;
}

/** Connects once and asks who is there. Rejects with the driver's error when nobody answers in time. */
export async function askPostgres(url: string): Promise<PostgresAnswer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: BOUND_MS, query_timeout: BOUND_MS });
  // A server that stops in between is reported by the query; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; is_admin: boolean }>(
      `SELECT current_setting('server_version') AS version, rolsuper OR (rolcreatedb AND rolcreaterole) AS is_admin
         FROM pg_roles WHERE rolname = current_user`,
    );
    return { version: rows[0]?.version ?? 'unknown', mayCreateDatabasesAndRoles: rows[0]?.is_admin ?? false };
  } finally {
    await client.end().catch(() => {});
  }
}
