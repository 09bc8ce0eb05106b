import { describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, aSuccess } from '../../test/a-success.ts';
import { findBeforeFirstSend } from './find-before-first-send.ts';
import type { FindResult, PaymentProvider, ProviderResult } from './payment-provider.ts';

const SUCCEEDED: ProviderResult = aSuccess({ paymentId: 'pay_sent' });
const FOUND = aSuccess({ paymentId: 'pay_found' });
/** Since the database was replaced. */
const REPLACED_MS = 1_000;
const absent = (keyWindowMs: number): FindResult => ({ kind: 'absent', keyWindowMs });
const ABSENT = absent(REPLACED_MS + 1);

const ask = async (find: FindResult, send: ProviderResult, withheldBecause: string | null = null) => {
  const finding = jest.fn(() => Promise.resolve(find));
  const sending = jest.fn(() => Promise.resolve(send));
  const provider = { find: finding } as unknown as PaymentProvider;
  const result = await findBeforeFirstSend(provider, {
    ...{ account: ACCOUNT, providerKey: 'once_1', send: sending, withheldBecause },
    ...{ sinceReplacedMs: REPLACED_MS, keyWindowMs: (declaredMs) => declaredMs },
  });
  expect(finding).toHaveBeenCalledTimes(1);
  return { result, sends: sending.mock.calls.length };
};

describe('findBeforeFirstSend', () => {
  it.each<[string, FindResult, ProviderResult]>([
    ['a success', FOUND, FOUND],
    ['a decline', { kind: 'declined', declineCode: 'd' }, { kind: 'declined', declineCode: 'd' }],
    ['nothing that can be told', { kind: 'inconclusive', detail: 'reset' }, { kind: 'unknown', detail: 'reset' }],
  ])('sends nothing where %s is found', async (_what, find, result) => {
    expect(await ask(find, SUCCEEDED)).toEqual({ result, sends: 0 });
  });

  it('sends what the provider does not know', async () => {
    expect(await ask(ABSENT, SUCCEEDED)).toEqual({ result: SUCCEEDED, sends: 1 });
  });

  it.each([0, REPLACED_MS])('sends nothing where the provider may have forgotten it (%d ms)', async (keyWindowMs) => {
    expect(await ask(absent(keyWindowMs), SUCCEEDED)).toMatchObject({ result: { kind: 'unknown' }, sends: 0 });
  });

  it('sends nothing that is withheld, and believes what is found', async () => {
    expect(await ask(ABSENT, SUCCEEDED, 'w')).toEqual({ result: { kind: 'unknown', detail: 'w' }, sends: 0 });
    expect(await ask(FOUND, SUCCEEDED, 'w')).toEqual({ result: FOUND, sends: 0 });
  });

  it('takes "not sent" for unknown: the try that was lost may be on its way', async () => {
    const { result } = await ask(ABSENT, { kind: 'not_sent', detail: 'refused' });
    expect(result).toEqual({ kind: 'unknown', detail: 'refused' });
  });
});
