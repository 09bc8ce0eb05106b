import type { ChargeEvent, ChargeEventType } from '@once/contracts';
import type { PayloadHash } from '@once/inbox';
import { createHash } from 'node:crypto';

const sha256 = (facts: unknown): Buffer => createHash('sha256').update(JSON.stringify(facts)).digest();

/**
 * The facts of the effect, which is what goes into the books. Not the event's version, time, request or trace: an event
 * that is made again after a failover lost the first one's rows tells of the same effect under the same id, and differs
 * in all of these. Canonical JSON (RFC 8785): the members are sorted and hold text and integers only.
 */
const versionTwo = (type: ChargeEventType, body: ChargeEvent): PayloadHash => ({
  version: 2,
  sha256: sha256({
    amount_minor: body.amount_minor,
    charge_id: body.charge_id.toLowerCase(),
    currency: body.currency,
    currency_exponent: body.currency_exponent,
    operation_id: body.operation_id.toLowerCase(),
    provider: body.provider,
    provider_account: body.provider_account ?? null,
    provider_effect_id: body.provider_effect_id ?? null,
    tenant_id: body.tenant_id,
    type,
  }),
});

/** What ledgers up to 0.1.0 stored: everything but the trace. It needs the key, which later events only bring as a hash. */
const versionOne = (type: ChargeEventType, body: ChargeEvent): PayloadHash[] => {
  const { idempotency_key: key, id } = body.request;
  if (key === undefined) return [];
  const identity = [type, body.charge_id.toLowerCase(), body.version, body.tenant_id, body.operation_id.toLowerCase()];
  const money = [body.amount_minor, body.currency, body.currency_exponent, body.provider];
  return [{ version: 1, sha256: sha256([...identity, ...money, body.occurred_at, id, key]) }];
};

/**
 * Hashes of the facts that an event states, the one to store first. Of the facts, not of the bytes: a producer of a
 * newer build may order members differently, add some or write spaces, and a repeat that it sends is still a repeat.
 * What goes into a version and in which order is fixed: hashes that are stored already were made with it.
 */
export function payloadHashes(type: ChargeEventType, body: ChargeEvent): [PayloadHash, ...PayloadHash[]] {
  return [versionTwo(type, body), ...versionOne(type, body)];
}
