import type { ChargeEventType } from '@once/contracts';
import type { OutboxEvent } from '@once/outbox';
import { createHash } from 'node:crypto';
import type { Charge } from './charge.ts';
import { deriveEventId } from './derive-id.ts';

export interface EventCause {
  eventType: ChargeEventType;
  tenantId: string;
  /** Name of the operation. */
  operation: string;
  operationId: string;
  /** Whose money moves: `adapter:identity`; null where it is not known, of a charge from before accounts. */
  providerAccount: string | null;
  /** What the provider calls that which it did; null where it did nothing, or did not say. */
  providerEffectId: string | null;
  /** Money that the event moves, minor units. */
  amountMinor: bigint;
  requestId: string;
  idempotencyKey: string;
  traceparent: string | null;
}

/** Enough for support to find the key's operation by what its caller has, and for nobody to use the key. */
const sha256Hex = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex');

/** The event that goes with the charge's present version. */
export function toOutboxEvent(charge: Charge, cause: EventCause): OutboxEvent {
  return {
    // The same when the operation has to be done again because its rows were lost: the ledger knows it then.
    eventId: deriveEventId(cause.eventType, cause),
    chargeId: charge.id,
    version: charge.version,
    shard: charge.shard,
    eventType: cause.eventType,
    traceparent: cause.traceparent ?? undefined,
    body: {
      charge_id: charge.id,
      version: charge.version,
      tenant_id: cause.tenantId,
      operation_id: cause.operationId,
      amount_minor: cause.amountMinor.toString(),
      currency: charge.currency,
      currency_exponent: charge.currencyExponent,
      provider: charge.provider,
      ...(cause.providerAccount === null ? {} : { provider_account: cause.providerAccount }),
      ...(cause.providerEffectId === null ? {} : { provider_effect_id: cause.providerEffectId }),
      occurred_at: new Date().toISOString(),
      request: { id: cause.requestId, idempotency_key_sha256: sha256Hex(cause.idempotencyKey) },
    },
  };
}
