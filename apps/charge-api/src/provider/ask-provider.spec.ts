import { describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, aSuccess } from '../../test/a-success.ts';
import { askProvider } from './ask-provider.ts';
import type { FindResult, PaymentProvider, ProviderResult } from './payment-provider.ts';

const KEY_WINDOW_MS = 1_000;
/** How long one call may take. */
const TIMEOUT_MS = 300;
const SUCCEEDED: ProviderResult = aSuccess({ paymentId: 'pay_sent' });
const FOUND: FindResult = aSuccess({ paymentId: 'pay_found' });
const DECLINED: FindResult = { kind: 'declined', declineCode: 'generic_decline' };
const absent = (keyWindowMs: number): FindResult => ({ kind: 'absent', keyWindowMs });
const ABSENT = absent(KEY_WINDOW_MS);
const INCONCLUSIVE: FindResult = { kind: 'inconclusive', detail: 'reset' };
const NOT_SENT: ProviderResult = { kind: 'not_sent', detail: 'refused' };
const UNKNOWN: ProviderResult = { kind: 'unknown', detail: 'timeout' };

interface Case {
  mayHaveActed: boolean;
  find?: FindResult;
  send?: ProviderResult;
  ageMs?: number;
  /** How long the question takes. */
  findMs?: number;
  hasSucceeded?: boolean;
  withheldBecause?: string;
  /** What configuration, and what was declared before, leave of the window. */
  atMostMs?: number;
}

const at = (ageMs: number) => ({ find: ABSENT, ageMs });

const ask = async ({ mayHaveActed, find, send, ageMs = 0, findMs = 0, ...more }: Case) => {
  const { hasSucceeded = false, withheldBecause = null, atMostMs = Infinity } = more;
  let nowMs = ageMs;
  const finding = jest.fn(() => {
    nowMs += findMs;
    return Promise.resolve(find!);
  });
  const sending = jest.fn(() => Promise.resolve(send!));
  const provider = { name: 'fake', timeoutMs: TIMEOUT_MS, find: finding } as unknown as PaymentProvider;
  const result = await askProvider(provider, {
    ...{ account: ACCOUNT, providerKey: 'once_1', mayHaveActed, hasSucceeded, ageMs: () => nowMs, send: sending },
    withheldBecause,
    keyWindowMs: (declaredMs) => Math.min(declaredMs, atMostMs),
  });
  return { kind: result.kind, finds: finding.mock.calls, sends: sending.mock.calls.length };
};

describe('askProvider', () => {
  it.each([SUCCEEDED, { ...DECLINED }, UNKNOWN, NOT_SENT])(
    'sends a first try without a question and believes the answer $kind',
    async (send) => {
      expect(await ask({ mayHaveActed: false, send })).toEqual({ kind: send.kind, finds: [], sends: 1 });
    },
  );

  it.each<[string, Omit<Case, 'mayHaveActed'>, ProviderResult['kind'], number]>([
    ['found as succeeded is the end', { find: FOUND }, 'succeeded', 0],
    ['found as declined is the end', { find: DECLINED }, 'declined', 0],
    ['an inconclusive answer stays unknown, and nothing is sent', { find: INCONCLUSIVE }, 'unknown', 0],
    ['absent well inside the key window is sent again', { find: ABSENT, send: SUCCEEDED, ageMs: 699 }, 'succeeded', 1],
    ['absent and then declined is declined', { find: ABSENT, send: DECLINED }, 'declined', 1],
    ['absent and then unknown is unknown', { find: ABSENT, send: UNKNOWN }, 'unknown', 1],
    // The earlier try may still be under way, so that this one was not sent proves nothing.
    ['absent and then not sent is unknown', { find: ABSENT, send: NOT_SENT }, 'unknown', 1],
    // A call may take as long as its timeout to arrive, and must arrive while the key is known.
    ['absent less than a timeout before the end of the key window is only asked for', at(700), 'unknown', 0],
    ['absent after a question that took until then is only asked for', { ...at(500), findMs: 200 }, 'unknown', 0],
    ['absent past the key window is only asked for', at(10_000), 'unknown', 0],
    ['absent with a provider that keeps no keys is only asked for', { find: absent(0) }, 'unknown', 0],
    ['absent with a window that was shorter before is only asked for', { find: ABSENT, atMostMs: 0 }, 'unknown', 0],
    ['absent past the window of the answer is only asked for', { find: absent(300) }, 'unknown', 0],
    ['absent and withheld is only asked for', { find: ABSENT, withheldBecause: 'w' }, 'unknown', 0],
    ['found although withheld is the end', { find: FOUND, withheldBecause: 'w' }, 'succeeded', 0],
    [
      'absent although it has said that it took place is only asked for',
      { find: ABSENT, hasSucceeded: true },
      'unknown',
      0,
    ],
  ])('after a try that may have acted: %s', async (_what, question, kind, sends) => {
    expect(await ask({ mayHaveActed: true, ...question })).toEqual({
      kind,
      finds: [[{ account: ACCOUNT, providerKey: 'once_1' }]],
      sends,
    });
  });
});
