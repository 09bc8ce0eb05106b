import { escapeIdentifier } from 'pg';
import { withConnection, withUrlParts } from './admin-connection.ts';
import { DATABASES, type DatabaseName } from './database-spec.ts';
import { ensureGroupRoles } from './provision-database.ts';

/** Makes the database and the group roles of its services when they are missing. Resolves to the database's URL. */
export async function ensureDatabase(adminUrl: string, database: DatabaseName): Promise<string> {
  await withConnection(adminUrl, async (client) => {
    await ensureGroupRoles(client, database);
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
      await client.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
    }
    const { groups } = DATABASES[database];
    await client.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${groups.join(', ')}`);
  });
  return withUrlParts(adminUrl, { database });
}

/** The roles that the migrations grant to and that the server does not know. An owner may not make them. */
export async function missingGroupRoles(ownerUrl: string, database: DatabaseName): Promise<string[]> {
  const { groups } = DATABASES[database];
  const known = await withConnection(ownerUrl, (client) =>
    client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1::text[])', [groups]),
  );
  return groups.filter((group) => !known.rows.some(({ rolname }) => rolname === group));
}
