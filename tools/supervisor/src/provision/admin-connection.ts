import { Client } from 'pg';

/** Opens one connection, runs `work`, and closes it whatever happens. */
export async function withConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** `url` with another user, password or database. */
export function withUrlParts(url: string, parts: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (parts.user !== undefined) changed.username = parts.user;
  if (parts.password !== undefined) changed.password = parts.password;
  if (parts.database !== undefined) changed.pathname = `/${parts.database}`;
  return changed.href;
}
