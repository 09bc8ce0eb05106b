import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, hasFingerprint } from './fingerprint.ts';
import { UnknownFingerprintVersionError } from './unknown-fingerprint-version.error.ts';

const asked = { operation: 'charge.create', resourceIds: [], input: { amount: 500, currency: 'EUR' } };

describe('fingerprintOf', () => {
  it('is stable across releases', () => {
    // printf '["charge.create",[],{"amount":500,"currency":"EUR"}]' | sha256sum
    expect(fingerprintOf(asked).toString('hex')).toBe(
      '73b64676db7be426ecceb3764980d3c392049365df2e5e74e8e8c390621d271c',
    );
  });

  it('does not see the order of members', () => {
    expect(fingerprintOf({ ...asked, input: { currency: 'EUR', amount: 500 } })).toEqual(fingerprintOf(asked));
  });

  it.each([
    ['another operation', { ...asked, operation: 'refund.create' }],
    ['another resource', { ...asked, resourceIds: ['c1'] }],
    ['another value', { ...asked, input: { amount: 501, currency: 'EUR' } }],
    ['a further member', { ...asked, input: { amount: 500, currency: 'EUR', capture: true } }],
    ['a member moved into the ids', { operation: 'charge.create', resourceIds: ['x'], input: {} }],
  ])('tells %s apart', (_what, other) => {
    expect(fingerprintOf(other)).not.toEqual(fingerprintOf(asked));
  });

  it('refuses a version that this build does not know', () => {
    expect(() => hasFingerprint(asked, { fingerprint: Buffer.alloc(32), fingerprintVersion: 99 })).toThrow(
      UnknownFingerprintVersionError,
    );
  });
});
