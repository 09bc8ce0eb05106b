import type { Check } from './check.ts';
import { none, tally } from './check.ts';
import {
  distinctEvents,
  effectMovement,
  isMoneyEvent,
  moneyEffects,
  moneyOperations,
  operationMovement,
} from './money-facts.ts';

const sameCountEverywhere: Check = {
  name: 'operations = effects = events = entries',
  source: 'every store, /metrics',
  judge: (evidence) => {
    const counts = {
      operations: moneyOperations(evidence).length,
      effects: moneyEffects(evidence).length,
      outbox: evidence.chargeDb.outbox.filter(isMoneyEvent).length,
      topic: distinctEvents(evidence).filter(isMoneyEvent).length,
      entries: evidence.ledgerDb.entries.length,
      '/metrics': evidence.metrics.effectsApplied,
    };
    const { operations } = counts;
    const ok = Object.values(counts).every((count) => count === operations);
    const found = Object.entries(counts).map(([name, count]) => `${name} ${count ?? 'absent'}`);
    return { ok, expected: `${operations} each`, found: ok ? `${operations} each` : found.join(', ') };
  },
};

const oneEffectPerOperation: Check = {
  name: 'each operation moved its amount once',
  source: 'charge DB = provider',
  judge: (evidence) => {
    const effects = Map.groupBy(evidence.provider.effects, ({ providerKey }) => providerKey);
    const operations = moneyOperations(evidence);
    const offenders = operations.filter((operation) => {
      const own = operation.providerKeys.flatMap((key) => effects.get(key) ?? []);
      return own.map(effectMovement).join() !== operationMovement(operation);
    });
    return tally(
      operations.length,
      offenders.map(({ id }) => `operation ${id}`),
    );
  },
};

const noEffectWithoutOperation: Check = {
  name: 'money moved without an operation',
  source: 'provider = charge DB',
  judge: (evidence) => {
    const asked = new Set(moneyOperations(evidence).flatMap(({ providerKeys }) => providerKeys));
    const stray = moneyEffects(evidence).filter(({ providerKey }) => !asked.has(providerKey));
    return none(stray.map(({ providerKey }) => `provider key ${providerKey}`));
  },
};

const lostResponse: Check = {
  name: 'lost response: provider asked / moved / posted',
  source: 'provider = ledger DB',
  judge: ({ chargeDb, provider, ledgerDb, lostResponseChargeId }) => {
    const operations = chargeDb.operations.filter(({ chargeId }) => chargeId === lostResponseChargeId);
    const keys = new Set(operations.flatMap(({ providerKeys }) => providerKeys));
    const effects = provider.effects.filter(({ providerKey }) => keys.has(providerKey));
    const requests = effects.reduce((sum, { requestsSeen }) => sum + requestsSeen, 0);
    const entries = ledgerDb.entries.filter((entry) => operations.some(({ id }) => id === entry.operationId));
    const found = [requests, effects.length, entries.length].join(' / ');
    return { ok: found === '1 / 1 / 1', expected: '1 / 1 / 1', found };
  },
};

/** Between what tenants asked for and what happened to cards. */
export const effectChecks = [sameCountEverywhere, oneEffectPerOperation, noEffectWithoutOperation, lostResponse];
