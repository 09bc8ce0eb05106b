import { createHash } from 'node:crypto';
import type { EventBody } from './topic-record.ts';

type Members = Record<string, unknown>;

/** The members of a charge event that can be compared; null for bytes that are none. Never throws: strangers write too. */
export function readEventBody(payload: string): EventBody | null {
  const body = membersOf(parse(payload));
  const request = membersOf(body?.['request']);
  if (!body || !request) return null;
  const version = body['version'];
  const amount = body['amount_minor'];
  // A number would have lost digits above 2^53 on its way: amounts are text or they are wrong.
  if (typeof amount !== 'string' || !/^\d{1,19}$/.test(amount)) return null;
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) return null;
  const texts = [body['charge_id'], body['tenant_id'], body['operation_id'], body['currency'], keySha256Of(request)];
  const [chargeId, tenantId, operationId, currency, keySha256] = texts.filter((text) => typeof text === 'string');
  if (keySha256 === undefined || chargeId === undefined || tenantId === undefined) return null;
  if (operationId === undefined || currency === undefined) return null;
  const named = {
    providerAccount: textOf(body, 'provider_account'),
    providerEffectId: textOf(body, 'provider_effect_id'),
  };
  const occurredAtMs = timeOf(body['occurred_at']);
  const money = { amountMinor: BigInt(amount), currency };
  return { chargeId, version, tenantId, operationId, ...money, keySha256, occurredAtMs, ...named };
}

const timeOf = (text: unknown): number | undefined => {
  const ms = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

/** What an event says of its key. */
export const sha256OfKey = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex');

/** Events of 0.1.0 bring the key itself. */
const keySha256Of = (request: Members): string | null => {
  const key = textOf(request, 'idempotency_key');
  return textOf(request, 'idempotency_key_sha256') ?? (key === null ? null : sha256OfKey(key));
};

const textOf = (members: Members, name: string): string | null => {
  const value = members[name];
  return typeof value === 'string' ? value : null;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const membersOf = (value: unknown): Members | undefined =>
  typeof value === 'object' && value !== null ? (value as Members) : undefined;
