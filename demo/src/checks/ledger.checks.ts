import type { EntryRow, Evidence } from '../evidence/evidence.ts';
import type { Check, Finding } from './check.ts';
import { none, tally } from './check.ts';
import { effectMovement, entryMovement, eventMovement, isMoneyEvent, moneyEffects } from './money-facts.ts';
import { sumByCurrency } from './sum-by-currency.ts';

const oneEntryPerEvent: Check = {
  name: 'each event has one entry of its amount',
  source: 'topic = ledger DB',
  judge: ({ topic, ledgerDb }) => {
    const entries = Map.groupBy(ledgerDb.entries, ({ sourceEventId }) => sourceEventId);
    const events = new Map(topic.filter(isMoneyEvent).map((event) => [event.eventId, event]));
    const lacking = [...events.values()].filter(
      (event) => (entries.get(event.eventId) ?? []).map(entryMovement).join() !== eventMovement(event),
    );
    const stray = ledgerDb.entries.filter(({ sourceEventId }) => !events.has(sourceEventId));
    if (stray.length > 0) return none(stray.map(({ id }) => `entry ${id} has no event`));
    return tally(
      events.size,
      lacking.map(({ eventId }) => `event ${eventId}`),
    );
  },
};

const oneEntryPerEffect: Check = {
  name: 'each effect has one entry of its amount',
  source: 'provider = ledger DB',
  judge: (evidence) => {
    const operationOf = new Map(
      evidence.chargeDb.operations.flatMap(({ id, providerKeys }) => providerKeys.map((key) => [key, id] as const)),
    );
    const entries = Map.groupBy(evidence.ledgerDb.entries, ({ operationId }) => operationId);
    const effects = moneyEffects(evidence);
    const offenders = effects.filter((effect) => {
      const own = entries.get(operationOf.get(effect.providerKey) ?? '') ?? [];
      return own.map(entryMovement).join() !== effectMovement(effect);
    });
    return tally(
      effects.length,
      offenders.map(({ providerKey }) => `provider key ${providerKey}`),
    );
  },
};

const isBalanced = ({ postings }: EntryRow): boolean =>
  postings.length >= 2 && [...sumByCurrency(postings).values()].every((sum) => sum === 0n);

const entriesBalance: Check = {
  name: 'each entry has two sides that add up to 0',
  source: 'ledger DB',
  judge: ({ ledgerDb: { entries } }) =>
    tally(
      entries.length,
      entries.filter((entry) => !isBalanced(entry)).map(({ id }) => `entry ${id}`),
    ),
};

const debitsEqualCredits: Check = {
  name: 'debits = credits in every currency',
  source: 'ledger DB',
  judge: ({ ledgerDb }) => {
    const sums = sumByCurrency(ledgerDb.entries.flatMap(({ postings }) => postings));
    const offenders = [...sums].filter(([, sum]) => sum !== 0n);
    return tally(
      sums.size,
      offenders.map(([currency, sum]) => `${currency} off by ${sum}`),
    );
  },
};

const clearingEqualsProvider: Check = {
  name: 'provider_clearing = captured - refunded',
  source: 'ledger DB = provider',
  judge: (evidence) => compareSums(clearingOf(evidence), new Map(Object.entries(evidence.provider.heldMinor))),
};

const clearingOf = ({ ledgerDb }: Evidence): Map<string, bigint> =>
  sumByCurrency(
    ledgerDb.entries.flatMap(({ postings }) => postings.filter(({ account }) => account === 'provider_clearing')),
  );

const compareSums = (ledger: ReadonlyMap<string, bigint>, provider: ReadonlyMap<string, bigint>): Finding => {
  const currencies = [...new Set([...ledger.keys(), ...provider.keys()])];
  const offenders = currencies.filter((currency) => (ledger.get(currency) ?? 0n) !== (provider.get(currency) ?? 0n));
  const say = (currency: string): string =>
    `${currency}: ledger ${ledger.get(currency) ?? 0n}, provider ${provider.get(currency) ?? 0n}`;
  return tally(currencies.length, offenders.map(say));
};

/** What reached the books. */
export const ledgerChecks = [
  oneEntryPerEvent,
  oneEntryPerEffect,
  entriesBalance,
  debitsEqualCredits,
  clearingEqualsProvider,
];
