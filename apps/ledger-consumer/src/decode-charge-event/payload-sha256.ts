import type { ChargeEvent, ChargeEventType } from '@once/contracts';
import { createHash } from 'node:crypto';

/**
 * SHA-256 of the facts that an event states. Of the facts, not of the bytes: a producer of a newer build may order
 * members differently, add some or write spaces, and a repeat that it sends is still a repeat.
 * The list and its order are fixed: hashes that are stored already were made with them.
 */
export function payloadSha256(type: ChargeEventType, body: ChargeEvent): Buffer {
  const facts = [
    type,
    body.charge_id.toLowerCase(),
    body.version,
    body.tenant_id,
    body.operation_id.toLowerCase(),
    body.amount_minor,
    body.currency,
    body.currency_exponent,
    body.provider,
    body.occurred_at,
    body.request.id,
    body.request.idempotency_key,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest();
}
