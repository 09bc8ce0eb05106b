import type { DemoStack } from '../demo-stack.ts';
import { fetchText } from '../evidence/fetch-text.ts';
import { readOnlySnapshot } from '../evidence/read-only-snapshot.ts';
import { pollUntil } from '../poll-until.ts';

/** What one charge left behind where money is kept. */
export interface Traces {
  readonly operations: number;
  readonly providerRequests: number;
  readonly providerEffects: number;
  readonly entries: number;
}

const PROVIDER_KEYS = `
  SELECT o.id, a.provider_key
  FROM operations o
  JOIN provider_attempts a ON a.operation_id = o.id
  WHERE o.tenant_id = (SELECT id FROM tenants WHERE name = $1) AND o.idempotency_key = $2`;

const ENTRIES = 'SELECT count(*)::int AS entries FROM journal_entries WHERE operation_id = ANY ($1::uuid[])';

/** Long for one event on an idle stack; a stack that is slower fails the verdict, not this. */
const ENTRY_WITHIN_MS = 15_000;

/** Asks the stores about one key of a tenant, giving its entry the time to arrive. */
export async function findTraces(
  stack: DemoStack,
  { tenant, key, signal }: { tenant: string; key: string; signal: AbortSignal },
): Promise<Traces> {
  const attempts = await readOnlySnapshot(stack.chargeDbUrl, (client) =>
    client.query<{ id: string; provider_key: string }>(PROVIDER_KEYS, [tenant, key]),
  );
  const operationIds = [...new Set(attempts.rows.map(({ id }) => id))];
  const providerKeys = [...new Set(attempts.rows.map((row) => row.provider_key))];
  const effects = (await Promise.all(providerKeys.map((providerKey) => effectsOf(stack.provider, providerKey)))).flat();
  const countEntries = async (): Promise<number> => {
    const { rows } = await readOnlySnapshot(stack.ledgerDbUrl, (client) =>
      client.query<{ entries: number }>(ENTRIES, [operationIds]),
    );
    return rows[0]?.entries ?? 0;
  };
  const patience = { everyMs: 50, withinMs: ENTRY_WITHIN_MS, signal };
  return {
    operations: operationIds.length,
    providerRequests: effects.reduce((sum, effect) => sum + effect.requests_seen, 0),
    providerEffects: effects.length,
    entries: await pollUntil(countEntries, (entries) => entries > 0, patience),
  };
}

async function effectsOf(provider: string, providerKey: string): Promise<{ requests_seen: number }[]> {
  const text = await fetchText(`${provider}/v1/effects?provider_key=${encodeURIComponent(providerKey)}`);
  return (JSON.parse(text) as { data: { requests_seen: number }[] }).data;
}
