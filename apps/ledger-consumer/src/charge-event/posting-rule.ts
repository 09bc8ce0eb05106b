import { CHARGE_EVENT_TYPES, type ChargeEventType } from '@once/contracts';
import type { DecodedEvent } from './decoded-event.ts';

export type AccountName = 'provider_clearing' | 'merchant_payable' | 'fees' | 'suspense' | 'bank';
export type EntryType = 'captured' | 'refunded';

interface PostingRule {
  readonly entryType: EntryType;
  readonly debit: AccountName;
  readonly credit: AccountName;
}

/** What each event does to the books. `null`: nothing moves, only the charge's version advances. */
const RULES = {
  [CHARGE_EVENT_TYPES.captured]: { entryType: 'captured', debit: 'provider_clearing', credit: 'merchant_payable' },
  [CHARGE_EVENT_TYPES.refunded]: { entryType: 'refunded', debit: 'merchant_payable', credit: 'provider_clearing' },
  [CHARGE_EVENT_TYPES.authorized]: null,
  [CHARGE_EVENT_TYPES.canceled]: null,
  [CHARGE_EVENT_TYPES.expired]: null,
  [CHARGE_EVENT_TYPES.failed]: null,
} as const satisfies Record<ChargeEventType, PostingRule | null>;

export interface EntryLine {
  readonly account: AccountName;
  /** Debit positive, credit negative. */
  readonly amountMinor: bigint;
}

export interface EntryToPost {
  readonly event: DecodedEvent;
  readonly entryType: EntryType;
  readonly lines: readonly EntryLine[];
}

export const entryTypeOf = (type: ChargeEventType): EntryType | undefined => RULES[type]?.entryType;

/** The journal entry that an event makes, if any. */
export function entryFor(event: DecodedEvent): EntryToPost | undefined {
  const rule = RULES[event.type];
  if (!rule) return undefined;
  const lines = [
    { account: rule.debit, amountMinor: event.amountMinor },
    { account: rule.credit, amountMinor: -event.amountMinor },
  ];
  return { event, entryType: rule.entryType, lines };
}
