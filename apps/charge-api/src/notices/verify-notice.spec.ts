import { describe, expect, it } from '@jest/globals';
import { verifyNotice, type SignedNotice } from './verify-notice.ts';

/** The reference vector of Standard Webhooks. */
const SIGNED_AT_S = 1_614_265_330;
const VECTOR: SignedNotice = {
  secrets: [Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')],
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(SIGNED_AT_S),
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: Buffer.from('{"test": 2432232314}'),
  nowMs: SIGNED_AT_S * 1000,
};
const withHeaders = (headers: SignedNotice['headers']) => ({ ...VECTOR, headers: { ...VECTOR.headers, ...headers } });

describe('a notice', () => {
  it('is verified as the reference vector says, by whichever secret', () => {
    expect(verifyNotice(VECTOR)).toBe('verified');
    expect(verifyNotice({ ...VECTOR, secrets: [Buffer.from('of no use'), ...VECTOR.secrets] })).toBe('verified');
  });

  it.each([
    [-300_000, 'verified'],
    [300_000, 'verified'],
    [-300_001, 'stale'],
    [300_001, 'stale'],
  ])('%d ms from when it was signed is %s', (offsetMs, expected) => {
    expect(verifyNotice({ ...VECTOR, nowMs: VECTOR.nowMs + offsetMs })).toBe(expected);
  });

  it.each([
    ['another body', { ...VECTOR, body: Buffer.from('{"test": 2432232315}') }],
    ['another secret', { ...VECTOR, secrets: [Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')] }],
    ['no secret at all', { ...VECTOR, secrets: [] }],
    ['another id', withHeaders({ 'webhook-id': 'msg_2' })],
    ['another time', withHeaders({ 'webhook-timestamp': String(SIGNED_AT_S + 1) })],
    ['a time in other words', withHeaders({ 'webhook-timestamp': `${SIGNED_AT_S}.0` })],
    ['a header twice', withHeaders({ 'webhook-id': ['msg_1', 'msg_2'] })],
    ['no signature', withHeaders({ 'webhook-signature': undefined })],
    ['a signature of no version', withHeaders({ 'webhook-signature': 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' })],
  ] as const)('is not signed with %s', (_case, notice) => {
    expect(verifyNotice(notice)).toBe('not_signed');
  });

  it('says nothing of its age where it is not signed', () => {
    expect(verifyNotice({ ...VECTOR, secrets: [Buffer.alloc(32)], nowMs: 0 })).toBe('not_signed');
  });
});
