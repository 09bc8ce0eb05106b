import { describe, expect, it } from '@jest/globals';
import { DEFAULT_FINGERPRINTS, fingerprintOf } from './operation/fingerprint.ts';
import { judgeRecord } from './judge-record.ts';
import type { KeyRecord } from './operation/key-record.ts';
import { UnknownFingerprintVersionError } from './operation/unknown-fingerprint-version.error.ts';

const request = { operation: 'charge.create', resourceIds: [], input: { amount: 500 } };
const asked = { request, claimId: 'me', fingerprints: DEFAULT_FINGERPRINTS };
const answer = { status: 201, headers: {}, body: Buffer.from('{}') };

const record = (changes: Partial<KeyRecord>): KeyRecord => ({
  operation: 'charge.create',
  fingerprint: fingerprintOf(request),
  fingerprintVersion: 1,
  state: 'PROCESSING',
  unsettled: null,
  epoch: 3n,
  claimId: 'somebody',
  attempt: 2,
  leaseRemainingMs: 5000,
  answer: null,
  responseStatus: null,
  resourceId: 'resource',
  createdAt: new Date(0),
  lastSeenAt: new Date(0),
  completedAt: null,
  expiresAt: new Date(0),
  ...changes,
});

const done = { state: 'COMPLETED', leaseRemainingMs: null, answer, responseStatus: 201 } as const;
/** As it is read: nobody owns an unsettled key, so there is no lease to tell of. */
const unknown = { unsettled: 'unknown', leaseRemainingMs: null } as const;
const pending = { kind: 'pending', resourceId: 'resource' };

describe('judgeRecord', () => {
  it.each([
    ['a live lease', record({}), { kind: 'in_use', leaseRemainingMs: 5000 }],
    ['a lease that ends now', record({ leaseRemainingMs: 0 }), { kind: 'claimable', epoch: 3n, from: 'PROCESSING' }],
    ['a lease long over', record({ leaseRemainingMs: -9e6 }), { kind: 'claimable', epoch: 3n, from: 'PROCESSING' }],
    [
      'our own claim, even after its lease',
      record({ claimId: 'me', leaseRemainingMs: -1 }),
      { kind: 'own', epoch: 3n, attempt: 2, resourceId: 'resource' },
    ],
    [
      'an operation without owner',
      record({ state: 'RECEIVED', leaseRemainingMs: null }),
      { kind: 'claimable', epoch: 3n, from: 'RECEIVED' },
    ],
    ['a completed one', record(done), { kind: 'replay', answer, isOwn: false }],
    ['one that we completed ourselves', record({ ...done, claimId: 'me' }), { kind: 'replay', answer, isOwn: true }],
    ['a refused one', record({ ...done, state: 'FAILED' }), { kind: 'replay', answer, isOwn: false }],
    [
      'one whose body was purged',
      record({ ...done, answer: null, responseStatus: 402 }),
      { kind: 'purged', status: 402, resourceId: 'resource' },
    ],
    ['an unknown outcome', record(unknown), pending],
    ['an unknown outcome, whatever lease it carries', record({ ...unknown, leaseRemainingMs: 5000 }), pending],
    ['an unknown outcome whose time to look has come', record({ ...unknown, leaseRemainingMs: -1 }), pending],
    ['our own claim, once its outcome is unknown', record({ ...unknown, claimId: 'me' }), pending],
    ['what waits for a person', record({ ...unknown, unsettled: 'needs_review' }), pending],
    [
      'our own claim, once it waits for a person',
      record({ ...unknown, unsettled: 'needs_review', claimId: 'me' }),
      pending,
    ],
  ])('judges %s', (_what, stored, verdict) => {
    expect(judgeRecord(stored, asked)).toEqual(verdict);
  });

  it.each(['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED'] as const)(
    'refuses another operation under the key, in state %s, even to its own claim',
    (state) => {
      const stored = record({ ...done, state, claimId: 'me', fingerprint: Buffer.alloc(32) });
      expect(judgeRecord(stored, asked)).toEqual({ kind: 'reused' });
    },
  );

  it.each(['unknown', 'needs_review'] as const)('refuses another operation under a key that is %s', (unsettled) => {
    const stored = record({ ...unknown, unsettled, claimId: 'me', fingerprint: Buffer.alloc(32) });
    expect(judgeRecord(stored, asked)).toEqual({ kind: 'reused' });
  });

  it.each(['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED'] as const)(
    'judges nothing that a later build stored, in state %s',
    (state) => {
      const stored = record({ ...done, state, fingerprintVersion: 2 });
      expect(() => judgeRecord(stored, asked)).toThrow(UnknownFingerprintVersionError);
    },
  );
});
