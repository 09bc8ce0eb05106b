import type { ChargeDb } from '../sources/charge-db/charge-db.ts';
import type { EffectRow, ProviderRecord } from '../sources/provider/provider-record.ts';

/** Operation of each provider key, as the attempts were written down before each call. */
export const operationsByProviderKey = ({ attempts }: ChargeDb): Map<string, string> =>
  new Map(attempts.map(({ providerKey, operationId }) => [providerKey, operationId]));

/**
 * What the provider did for each operation. An effect whose key nobody wrote down counts for the operation that the
 * request itself named, so that a call behind the back of the attempts is seen too.
 */
export const effectsByOperation = (chargeDb: ChargeDb, { effects }: ProviderRecord): Map<string, EffectRow[]> => {
  const operationOf = operationsByProviderKey(chargeDb);
  return Map.groupBy(effects, ({ providerKey, operationId }) => operationOf.get(providerKey) ?? operationId ?? '');
};
