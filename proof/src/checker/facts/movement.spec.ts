import { describe, expect, it } from '@jest/globals';
import type { EntryRow, PostingRow } from '../sources/ledger-db/ledger-db.ts';
import { movementOfEntry, movementOfOperation } from './movement.ts';

const posting = (account: string, amountMinor: bigint, further: Partial<PostingRow> = {}): PostingRow => ({
  ...{ account, providerAccount: null, tenantId: 't-1', currency: 'EUR', amountMinor },
  ...further,
});

const entry = (...postings: PostingRow[]): EntryRow => ({
  ...{ id: 'e-1', sourceEventId: 'v-1', chargeId: 'c-1', version: 1, tenantId: 't-1' },
  ...{ occurredAtMs: 0, type: 'captured', operationId: 'o-1', providerAccount: null, providerEffectId: null, postings },
});

describe('movementOfEntry', () => {
  it('reads a capture and a refund from the postings, whatever the entry is called', () => {
    expect(movementOfEntry(entry(posting('provider_clearing', 5n), posting('merchant_payable', -5n)))).toBe(
      'captured 5 EUR',
    );
    expect(movementOfEntry(entry(posting('provider_clearing', -5n), posting('merchant_payable', 5n)))).toBe(
      'refunded 5 EUR',
    );
  });

  it.each([
    ['nothing', entry()],
    ['one side', entry(posting('provider_clearing', 5n))],
    ['three sides', entry(posting('provider_clearing', 5n), posting('merchant_payable', -3n), posting('fees', -2n))],
    ['unequal sides', entry(posting('provider_clearing', 5n), posting('merchant_payable', -4n))],
    ['two currencies', entry(posting('provider_clearing', 5n), posting('merchant_payable', -5n, { currency: 'USD' }))],
    ['another account', entry(posting('provider_clearing', 5n), posting('fees', -5n))],
    [
      "another tenant's account",
      entry(posting('provider_clearing', 5n), posting('merchant_payable', -5n, { tenantId: 't-2' })),
    ],
  ])('takes %s for unclear', (_what, unclear) => {
    expect(movementOfEntry(unclear)).toBe('unclear');
  });
});

describe('movementOfOperation', () => {
  const base = {
    id: 'o-1',
    tenantId: 't-1',
    tenant: 'acme',
    key: 'k',
    chargeId: 'c-1',
    state: 'succeeded',
    failureCode: null,
    hasInput: false,
    isGivenBack: false,
    providerAccount: null,
  };
  const operation = (kind: string, capture: boolean | null) => ({
    ...base,
    kind,
    capture,
    amountMinor: 7n,
    currency: 'JPY',
  });

  it.each([
    ['charge.create', true, 'captured 7 JPY'],
    ['charge.create', false, 'authorized 7 JPY'],
    ['charge.capture', null, 'captured 7 JPY'],
    ['charge.cancel', null, 'canceled 7 JPY'],
    ['charge.expire', null, 'canceled 7 JPY'],
    ['refund.create', null, 'refunded 7 JPY'],
    ['charge.dispute', null, 'charge.dispute 7 JPY'],
  ])('of %s with capture %s is %s', (kind, capture, expected) => {
    expect(movementOfOperation(operation(kind, capture))).toBe(expected);
  });
});
