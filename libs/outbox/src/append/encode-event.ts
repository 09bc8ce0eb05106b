import { SHARD_COUNT, writtenChargeEventSchema } from '@once/contracts';
import type { OutboxEvent } from './outbox-event.ts';

/** Values of one outbox row that its appender decides. */
export interface EncodedEvent {
  eventId: string;
  chargeId: string;
  version: number;
  shard: number;
  eventType: string;
  /** The bytes (UTF-8 text) that will be the Kafka record's value. */
  payload: string;
  traceparent: string | null;
  tenantId: string;
  occurredAt: string;
}

/** Format of W3C Trace Context, level 1. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const assertAddressed = ({ chargeId, version, shard, body }: OutboxEvent): void => {
  if (body.charge_id !== chargeId)
    throw new RangeError(`event of charge ${chargeId} has body.charge_id ${body.charge_id}`);
  if (body.version !== version) {
    throw new RangeError(`event ${version} of charge ${chargeId} has body.version ${body.version}`);
  }
  if (!Number.isInteger(shard) || shard < 0 || shard >= SHARD_COUNT) {
    throw new RangeError(`shard of charge ${chargeId} is ${shard}: expected an integer from 0 to ${SHARD_COUNT - 1}`);
  }
};

/**
 * Validates an event and fixes its bytes, here and nowhere else, so that the row, the Kafka record and the contract
 * can't disagree. @throws RangeError, ZodError: a bug of the appender, before anything is stored.
 */
export function encodeEvent(event: OutboxEvent): EncodedEvent {
  assertAddressed(event);
  // The schema's own members in its own order, whatever the appender wrote: what it does not name stays in the database.
  const body = writtenChargeEventSchema.parse(event.body);
  const { eventId, chargeId, version, shard, eventType, traceparent } = event;
  return {
    ...{ eventId, chargeId, version, shard, eventType },
    payload: JSON.stringify(body),
    // A malformed trace context is dropped: telemetry must never be the reason for which a payment fails.
    traceparent: traceparent !== undefined && TRACEPARENT.test(traceparent) ? traceparent : null,
    tenantId: body.tenant_id,
    occurredAt: body.occurred_at,
  };
}
