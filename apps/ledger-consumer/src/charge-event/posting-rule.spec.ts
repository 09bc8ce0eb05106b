import { describe, expect, it } from '@jest/globals';
import { CHARGE_EVENT_TYPES } from '@once/contracts';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { decodeChargeEvent } from '../decode-charge-event/decode-charge-event.ts';
import { entryFor } from './posting-rule.ts';

const entryOf = (event: TestEvent) => {
  const decoded = decodeChargeEvent(consumedRecord(event));
  if (decoded.kind !== 'ok') throw new Error(decoded.detail);
  return entryFor(decoded.event);
};

describe('entryFor', () => {
  it('debits provider_clearing and credits merchant_payable for a capture', () => {
    expect(entryOf({ type: 'captured' })).toMatchObject({
      entryType: 'captured',
      lines: [
        { account: 'provider_clearing', amountMinor: 1099n },
        { account: 'merchant_payable', amountMinor: -1099n },
      ],
    });
  });

  it('posts the reverse for a refund', () => {
    expect(entryOf({ type: 'refunded', body: { amount_minor: '500' } })).toMatchObject({
      entryType: 'refunded',
      lines: [
        { account: 'merchant_payable', amountMinor: 500n },
        { account: 'provider_clearing', amountMinor: -500n },
      ],
    });
  });

  it.each(['authorized', 'canceled', 'expired', 'failed'] as const)('posts nothing for %s', (type) => {
    expect(entryOf({ type })).toBeUndefined();
  });

  it('has a rule for every type of the contract', () => {
    const types = Object.keys(CHARGE_EVENT_TYPES) as Array<keyof typeof CHARGE_EVENT_TYPES>;
    const posting = types.filter((type) => entryOf({ type }) !== undefined);
    expect(posting).toEqual(['captured', 'refunded']);
  });
});
