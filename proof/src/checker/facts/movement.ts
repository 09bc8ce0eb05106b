import type { Action, InvokeEntry } from '../../model/history.ts';
import type { OperationRow } from '../sources/charge-db/charge-db.ts';
import type { TopicRecord } from '../sources/kafka/topic-record.ts';
import type { EntryRow } from '../sources/ledger-db/ledger-db.ts';
import type { EffectRow } from '../sources/provider/provider-record.ts';

/** What happened to how much money, as text that can be compared: `captured 1099 EUR`. */
export type Movement = string;

/** What an action does where it succeeds, in the words of the provider and of the events. */
export type Deed = 'authorized' | 'captured' | 'refunded' | 'canceled';

const DEEDS: Readonly<Record<Action, Deed>> = {
  charge: 'captured',
  authorize: 'authorized',
  capture: 'captured',
  cancel: 'canceled',
  refund: 'refunded',
};

export const deedOfAction = (action: Action): Deed => DEEDS[action];

/** Only these reach the books. */
export const movesMoney = (deed: string): boolean => deed === 'captured' || deed === 'refunded';

export const movement = (deed: string, amountMinor: bigint | string, currency: string): Movement =>
  `${deed} ${amountMinor} ${currency}`;

export const movementOfCall = ({ action, amountMinor, currency }: InvokeEntry): Movement =>
  movement(deedOfAction(action), BigInt(amountMinor), currency);

export const movementOfEffect = ({ effect, amountMinor, currency }: EffectRow): Movement =>
  movement(effect, amountMinor, currency);

/** Null for an operation that this checker has never heard of. */
export const deedOfOperation = ({ kind, capture }: OperationRow): Deed | null => {
  if (kind === 'charge.create') return capture === false ? 'authorized' : 'captured';
  if (kind === 'charge.capture') return 'captured';
  if (kind === 'charge.cancel' || kind === 'charge.expire') return 'canceled';
  return kind === 'refund.create' ? 'refunded' : null;
};

export const movementOfOperation = (operation: OperationRow): Movement =>
  movement(deedOfOperation(operation) ?? operation.kind, operation.amountMinor, operation.currency);

const MONEY_EVENT = /^payments\.charge\.(captured|refunded)\.v1$/;

/** Null where no money moves. */
export const movementOfEvent = ({ type, body }: Pick<TopicRecord, 'type' | 'body'>): Movement | null => {
  const deed = MONEY_EVENT.exec(type)?.[1];
  return deed === undefined || body === null ? null : movement(deed, body.amountMinor, body.currency);
};

/**
 * What an entry did, by its postings and not by its label: debit of provider_clearing and credit of merchant_payable is
 * a capture, the reverse a refund. Anything else is `unclear`.
 */
export const movementOfEntry = ({ postings, tenantId }: EntryRow): Movement => {
  const [debit, credit, ...others] = postings.toSorted((a, b) => (a.amountMinor < b.amountMinor ? 1 : -1));
  const isOwn = postings.every((posting) => posting.tenantId === tenantId);
  if (!debit || !credit || others.length > 0 || !isOwn) return 'unclear';
  if (debit.currency !== credit.currency || debit.amountMinor !== -credit.amountMinor) return 'unclear';
  const accounts = `${debit.account} ${credit.account}`;
  if (accounts === 'provider_clearing merchant_payable') return movement('captured', debit.amountMinor, debit.currency);
  if (accounts === 'merchant_payable provider_clearing') return movement('refunded', debit.amountMinor, debit.currency);
  return 'unclear';
};
