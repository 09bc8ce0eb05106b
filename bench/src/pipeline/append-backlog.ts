import { CHARGE_EVENT_TYPES, shardOfCharge } from '@once/contracts';
import { runInTx } from '@once/database';
import { appendInTx, type OutboxEvent } from '@once/outbox';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface Backlog {
  charges: number;
  eventsPerCharge: number;
  /** Tenants share the money; each has two accounts. */
  tenants: number;
}

const eventOf = (chargeId: string, version: number, tenantId: string): OutboxEvent => ({
  eventId: randomUUID(),
  chargeId,
  version,
  shard: shardOfCharge(chargeId),
  eventType: version === 1 ? CHARGE_EVENT_TYPES.captured : CHARGE_EVENT_TYPES.refunded,
  body: {
    charge_id: chargeId,
    version,
    tenant_id: tenantId,
    operation_id: randomUUID(),
    amount_minor: '1',
    currency: 'EUR',
    currency_exponent: 2,
    provider: 'bench',
    occurred_at: new Date().toISOString(),
    request: { id: 'req_bench', idempotency_key_sha256: '0'.repeat(64) },
  },
});

/** Appends a backlog through the only way in, a version of every charge at a time, in transactions of some 500 events. */
export async function appendBacklog(pool: Pool, { charges, eventsPerCharge, tenants }: Backlog): Promise<number> {
  const ids = Array.from({ length: charges }, () => randomUUID());
  const events = Array.from({ length: eventsPerCharge }, (_unused, index) =>
    ids.map((id, charge) => eventOf(id, index + 1, `tenant-${charge % tenants}`)),
  ).flat();
  for (let start = 0; start < events.length; start += 500) {
    await runInTx(pool, (tx) => appendInTx(tx, events.slice(start, start + 500)));
  }
  return events.length;
}
