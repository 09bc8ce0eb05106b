import type { EventRow } from './evidence.ts';

type EventBody = Pick<EventRow, 'chargeId' | 'version' | 'operationId' | 'amountMinor' | 'currency'>;

/** What is left to compare of a value that is no charge event; it equals nothing that the outbox holds. */
const UNREADABLE: EventBody = { chargeId: '', version: 0, operationId: '', amountMinor: 0n, currency: '' };

/** The members of an event's body that the checks compare. A foreign record is evidence too, so it never throws. */
export function readEventBody(payload: string): EventBody {
  const body = parse(payload);
  if (typeof body !== 'object' || body === null) return UNREADABLE;
  const { charge_id, version, operation_id, amount_minor, currency } = body as Record<string, unknown>;
  return {
    chargeId: String(charge_id),
    version: Number(version),
    operationId: String(operation_id),
    amountMinor: /^\d+$/.test(String(amount_minor)) ? BigInt(String(amount_minor)) : 0n,
    currency: String(currency),
  };
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
