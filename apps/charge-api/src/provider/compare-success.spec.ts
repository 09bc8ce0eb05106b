import { describe, expect, it } from '@jest/globals';
import { aSuccess } from '../../test/a-success.ts';
import { compareSuccess } from './compare-success.ts';

const ASKED = { providerKey: 'once_1', amountMinor: 1_000n, currency: 'EUR', paymentId: null, isRelease: false };
const STATE = { effectId: null, amountMinor: null, currency: null, providerKey: null };

describe('a success of the provider', () => {
  it('is believed when it is what was asked for', () => {
    expect(compareSuccess(aSuccess(), ASKED)).toEqual([]);
    expect(compareSuccess(aSuccess(), { ...ASKED, paymentId: 'pay_1' })).toEqual([]);
  });

  it.each([
    ['amount', { amountMinor: 1_001n }, 'amount 1001, asked for 1000'],
    ['amount', { amountMinor: 999n }, 'amount 999, asked for 1000'],
    ['amount', { amountMinor: null }, 'amount not said, asked for 1000'],
    ['currency', { currency: 'USD' }, 'currency USD, asked for EUR'],
    ['currency', { currency: null }, 'currency not said, asked for EUR'],
    ['key', { providerKey: 'once_2' }, 'key once_2, asked for once_1'],
    ['key', { providerKey: null }, 'key not said, asked for once_1'],
    ['payment', { paymentId: 'pay_2' }, 'payment pay_2, asked for pay_1'],
  ])('is not when its %s differs: %j', (what, fields, detail) => {
    expect(compareSuccess(aSuccess(fields), { ...ASKED, paymentId: 'pay_1' })).toEqual([{ what, detail }]);
  });

  it('is told in every point', () => {
    const all = { amountMinor: 1n, currency: 'USD', providerKey: 'x', paymentId: 'y' };
    const differences = compareSuccess(aSuccess(all), { ...ASKED, paymentId: 'pay_1' });
    expect(differences.map(({ what }) => what)).toEqual(['amount', 'currency', 'key', 'payment']);
  });

  it('may be a state where a release was asked for, and nowhere else', () => {
    const release = { ...ASKED, paymentId: 'pay_1', isRelease: true };
    expect(compareSuccess(aSuccess(STATE), release)).toEqual([]);
    expect(compareSuccess(aSuccess({ ...STATE, paymentId: 'pay_2' }), release)).toHaveLength(1);
    expect(compareSuccess(aSuccess({ ...STATE, currency: 'USD' }), release)).toHaveLength(3);
    expect(compareSuccess(aSuccess({ amountMinor: 1n }), release)).toHaveLength(1);
    expect(compareSuccess(aSuccess(STATE), { ...release, isRelease: false })).toHaveLength(3);
  });
});
