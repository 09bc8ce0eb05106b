import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { withConnection, withUrlParts } from './admin-connection.ts';
import { DATABASES, type DatabaseName, type ServiceRole } from './database-spec.ts';
import { migrateDatabase } from './migrate-database.ts';

export interface ProvisionedDatabase {
  /** The database's own name on the server. */
  name: string;
  ownerUrl: string;
  /** One login per service, with nothing but the grants of its group role. */
  serviceUrls: Partial<Record<ServiceRole, string>>;
  /** Every login role that was made, for removal. */
  roles: string[];
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';
const INSUFFICIENT_PRIVILEGE = '42501';
/** Another stack grants the same in the same moment. */
const TUPLE_CONCURRENTLY_UPDATED = 'XX000';

/** Roles live in the whole server, so another stack may make the same group in the same moment. */
const createIfMissing = async (client: Client, sql: string): Promise<void> => {
  await client.query(sql).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== DUPLICATE_OBJECT && code !== UNIQUE_VIOLATION) throw error;
  });
};

/** For the age of the oldest transaction, which services show as a metric. An admin who may not grant it goes without. */
const letSeeActivity = async (client: Client, group: ServiceRole): Promise<void> => {
  await client.query(`GRANT pg_read_all_stats TO ${group}`).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (![INSUFFICIENT_PRIVILEGE, UNIQUE_VIOLATION, TUPLE_CONCURRENTLY_UPDATED].includes(String(code))) throw error;
  });
};

/** Makes the group roles that the migrations grant to. Safe to repeat. */
export async function ensureGroupRoles(client: Client, database: DatabaseName): Promise<void> {
  for (const group of DATABASES[database].groups) {
    await createIfMissing(client, `CREATE ROLE ${group} NOLOGIN`);
    await letSeeActivity(client, group);
  }
}

const createLogin = async (client: Client, role: string, group?: ServiceRole): Promise<string> => {
  const password = randomBytes(18).toString('base64url');
  const membership = group ? ` IN ROLE ${group}` : '';
  await client.query(`CREATE ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}${membership}`);
  return password;
};

const createDatabase = async (client: Client, name: string, owner: string, groups: readonly ServiceRole[]) => {
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)}`);
  await client.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(name)} TO ${groups.join(', ')}`);
};

const ownerOf = (name: string): string => `${name}_owner`;
const loginOf = (group: ServiceRole, suffix: string): string => `${group}_${suffix}`;

/** What `provisionDatabase` will make, so that it can be dropped wherever it stopped. */
export function namesOf(database: DatabaseName, suffix: string): Pick<ProvisionedDatabase, 'name' | 'roles'> {
  const name = `${database}_${suffix}`;
  return { name, roles: [ownerOf(name), ...DATABASES[database].groups.map((group) => loginOf(group, suffix))] };
}

/**
 * Makes one database with its own owner and one login per service, and migrates it.
 * `suffix` keeps the names of two stacks on one server apart.
 */
export async function provisionDatabase(
  adminUrl: string,
  database: DatabaseName,
  suffix: string,
  signal?: AbortSignal,
): Promise<ProvisionedDatabase> {
  const { groups } = DATABASES[database];
  const { name, roles } = namesOf(database, suffix);
  const owner = ownerOf(name);
  const serviceUrls: ProvisionedDatabase['serviceUrls'] = {};
  const ownerUrl = await withConnection(adminUrl, async (client) => {
    await ensureGroupRoles(client, database);
    const ownerPassword = await createLogin(client, owner);
    // An admin who is no superuser may hand a database only to a role that it is a member of.
    await client.query(`GRANT ${escapeIdentifier(owner)} TO CURRENT_USER`);
    await createDatabase(client, name, owner, groups);
    for (const group of groups) {
      const password = await createLogin(client, loginOf(group, suffix), group);
      serviceUrls[group] = withUrlParts(adminUrl, { user: loginOf(group, suffix), password, database: name });
    }
    return withUrlParts(adminUrl, { user: owner, password: ownerPassword, database: name });
  });
  await migrateDatabase(database, ownerUrl, signal);
  return { name, ownerUrl, serviceUrls, roles };
}

/** Removes what `provisionDatabase` made. Group roles stay: other stacks on the server may use them. */
export async function dropProvisionedDatabase(
  adminUrl: string,
  provisioned: Pick<ProvisionedDatabase, 'name' | 'roles'>,
): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(provisioned.name)} WITH (FORCE)`);
    for (const role of provisioned.roles) await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(role)}`);
  });
}
