import { CHARGE_EVENT_TYPES } from '@once/contracts';
import { randomUUID } from 'node:crypto';
import type { OutboxEvent } from '../src/index.ts';

/** A valid event; a test says what matters to it. */
export function sampleEvent(overrides: Partial<Omit<OutboxEvent, 'body'>> = {}): OutboxEvent {
  const chargeId = overrides.chargeId ?? randomUUID();
  const version = overrides.version ?? 1;
  return {
    eventId: randomUUID(),
    shard: 3,
    eventType: CHARGE_EVENT_TYPES.captured,
    ...overrides,
    chargeId,
    version,
    body: {
      charge_id: chargeId,
      version,
      tenant_id: 'acme',
      operation_id: randomUUID(),
      amount_minor: '1099',
      currency: 'EUR',
      currency_exponent: 2,
      provider: 'simulator',
      occurred_at: '2026-11-20T10:00:00.123Z',
      request: { id: 'req_1', idempotency_key_sha256: 'a'.repeat(64) },
    },
  };
}
