import type { EffectRow, EntryRow, EventRow, Evidence, OperationRow, TopicRecord } from '../evidence/evidence.ts';

const MONEY_EVENTS = new Set(['payments.charge.captured.v1', 'payments.charge.refunded.v1']);
const MONEY_EFFECTS = new Set(['captured', 'refunded']);

/** An amount with its direction and currency, as text that can be compared: `captured 1099 EUR`. */
export type Movement = string;

const movement = (direction: string, amountMinor: bigint, currency: string): Movement =>
  `${direction} ${amountMinor} ${currency}`;

export const moneyOperations = ({ chargeDb }: Evidence): OperationRow[] =>
  chargeDb.operations.filter(({ state, movesMoney }) => state === 'succeeded' && movesMoney);

export const moneyEffects = ({ provider }: Evidence): EffectRow[] =>
  provider.effects.filter(({ effect }) => MONEY_EFFECTS.has(effect));

export const isMoneyEvent = ({ type }: EventRow): boolean => MONEY_EVENTS.has(type);

/** First occurrence of each event, in the order of its partition. */
export const distinctEvents = ({ topic }: Evidence): TopicRecord[] => {
  const first = new Map<string, TopicRecord>();
  for (const record of topic) if (!first.has(record.eventId)) first.set(record.eventId, record);
  return [...first.values()];
};

export const operationMovement = ({ kind, amountMinor, currency }: OperationRow): Movement =>
  movement(kind === 'refund.create' ? 'refunded' : 'captured', amountMinor, currency);

export const eventMovement = ({ type, amountMinor, currency }: EventRow): Movement =>
  movement(type === 'payments.charge.refunded.v1' ? 'refunded' : 'captured', amountMinor, currency);

export const effectMovement = ({ effect, amountMinor, currency }: EffectRow): Movement =>
  movement(effect, amountMinor, currency);

/** What an entry did to provider_clearing, by its postings and not by its label; 'unclear' when that is not one amount. */
export const entryMovement = ({ postings }: EntryRow): Movement => {
  const clearing = postings.filter(({ account }) => account === 'provider_clearing');
  const [line] = clearing;
  if (clearing.length !== 1 || line === undefined) return 'unclear';
  const isDebit = line.amountMinor > 0n;
  return movement(isDebit ? 'captured' : 'refunded', isDebit ? line.amountMinor : -line.amountMinor, line.currency);
};
