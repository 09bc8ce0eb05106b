import type { EventBody } from './topic-record.ts';

/** The members of a charge event that can be compared; null for bytes that are none. Never throws: strangers write too. */
export function readEventBody(payload: string): EventBody | null {
  const body = membersOf(parse(payload));
  const request = membersOf(body?.['request']);
  if (!body || !request) return null;
  const version = body['version'];
  const amount = body['amount_minor'];
  const texts = [
    body['charge_id'],
    body['tenant_id'],
    body['operation_id'],
    body['currency'],
    request['idempotency_key'],
  ];
  // A number would have lost digits above 2^53 on its way: amounts are text or they are wrong.
  if (typeof amount !== 'string' || !/^\d{1,19}$/.test(amount)) return null;
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) return null;
  const [chargeId, tenantId, operationId, currency, key] = texts.filter((text) => typeof text === 'string');
  if (key === undefined || chargeId === undefined || tenantId === undefined) return null;
  if (operationId === undefined || currency === undefined) return null;
  const occurredAtMs = timeOf(body['occurred_at']);
  return { chargeId, version, tenantId, operationId, amountMinor: BigInt(amount), currency, key, occurredAtMs };
}

const timeOf = (text: unknown): number | undefined => {
  const ms = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const membersOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
