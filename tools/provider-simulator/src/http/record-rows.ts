import { EFFECT_OF } from '../core/effect.ts';
import type { EffectEntry, ProviderRecord } from '../core/provider-record.ts';
import type { ResultEntry } from '../core/record-entry.ts';

/** One movement of money, as a checker reads it. */
export function effectRow(record: ProviderRecord, entry: EffectEntry, sequence: number) {
  const { provider_key, operation, payment_id, effect, metadata, recorded_at } = entry;
  return {
    sequence,
    account: record.account,
    effect_id: effectIdOf(entry),
    provider_key,
    operation,
    effect: EFFECT_OF[operation],
    payment_id,
    amount_minor: effect.amount_minor,
    currency: effect.currency,
    differs: effect.differs ?? false,
    told_provider_key: toldKeyOf(entry),
    requests_seen: record.requestsSeen(provider_key),
    metadata,
    recorded_at,
  };
}

/** One request with its recorded answer as it is sent, whether money moved or not. */
export function resultRow(record: ProviderRecord, entry: ResultEntry) {
  const { provider_key, operation, http_status, body, payment_id, effect, metadata, recorded_at } = entry;
  const { account } = record;
  return {
    account,
    provider_key,
    operation,
    http_status,
    body: { ...body, account },
    payment_id,
    effect: effect && EFFECT_OF[operation],
    effect_id: effectIdOf(entry),
    requests_seen: record.requestsSeen(provider_key),
    metadata,
    recorded_at,
  };
}

/** The key that the answer named; not the caller's where a fault had it so. */
export function toldKeyOf({ body, provider_key }: ResultEntry): string {
  return body.provider_key ?? provider_key;
}

/** Null where no money moved, and for what was recorded before effects had ids. */
export function effectIdOf({ effect }: ResultEntry): string | null {
  return effect?.effect_id ?? null;
}
