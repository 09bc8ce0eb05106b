import { CHARGE_EVENT_TYPES, shardOfCharge } from '@once/contracts';
import { runInTx, type Tx } from '@once/database';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { appendInTx, type OutboxEvent } from '../src/index.ts';

/** A charge of which only the events exist; it counts its own versions as the row of a real one would. */
export interface SyntheticCharge {
  id: string;
  shard: number;
  version: number;
}

export function newCharge(shard?: number): SyntheticCharge {
  for (;;) {
    const id = randomUUID();
    if (shard === undefined || shardOfCharge(id) === shard) return { id, shard: shardOfCharge(id), version: 0 };
  }
}

/** The charge's next event. `requestId` is a place to put bytes when a large one is wanted (at most 255). */
export function nextEvent(charge: SyntheticCharge, requestId = 'req_1'): OutboxEvent {
  charge.version += 1;
  return {
    eventId: randomUUID(),
    chargeId: charge.id,
    version: charge.version,
    shard: charge.shard,
    eventType: CHARGE_EVENT_TYPES.refunded,
    body: {
      charge_id: charge.id,
      version: charge.version,
      tenant_id: 'acme',
      operation_id: randomUUID(),
      amount_minor: '1',
      currency: 'EUR',
      currency_exponent: 2,
      provider: 'simulator',
      occurred_at: '2026-11-20T10:00:00.123Z',
      request: { id: requestId, idempotency_key_sha256: 'a'.repeat(64) },
    },
  };
}

/** Appends `count` events over the charges in turn, some hundreds per transaction. */
export async function appendEvents(pool: Pool, charges: SyntheticCharge[], count: number): Promise<OutboxEvent[]> {
  const events = Array.from({ length: count }, (_unused, i) =>
    nextEvent(charges[i % charges.length] as SyntheticCharge),
  );
  for (let from = 0; from < count; from += 300) {
    await runInTx(pool, (tx: Tx) => appendInTx(tx, events.slice(from, from + 300)));
  }
  return events;
}
