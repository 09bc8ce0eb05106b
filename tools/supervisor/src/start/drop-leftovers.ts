import type { Stack } from '@once/stack';
import type { DatabaseName } from '../provision/database-spec.ts';
import { dropProvisionedDatabase, namesOf } from '../provision/provision-database.ts';
import type { RunOwner } from '../stack-file/run-owner.ts';

const DATABASES: readonly DatabaseName[] = ['charge', 'ledger'];

/** Drops what a supervisor that was killed left on the server of PG_URL. What it ran on servers of its own is gone with them. */
export async function dropLeftovers(
  killed: RunOwner | null,
  stack: Stack,
  report: (line: string) => void,
): Promise<void> {
  if (killed?.postgresHost == null || stack.postgres !== null) return;
  if (new URL(stack.postgresUrl).host !== killed.postgresHost) return;
  for (const database of DATABASES) await dropProvisionedDatabase(stack.postgresUrl, namesOf(database, killed.suffix));
  report(`Dropped the databases that a killed run left on ${killed.postgresHost}`);
}
