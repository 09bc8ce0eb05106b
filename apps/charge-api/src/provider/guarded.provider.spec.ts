import { describe, expect, it } from '@jest/globals';
import { GuardedProvider } from './guarded.provider.ts';
import type { AuthorizeCall, PaymentProvider, ProviderResult } from './payment-provider.ts';

const CALL: AuthorizeCall = {
  ...{ providerKey: 'once_1', amountMinor: 1n, currency: 'EUR', source: 'tok_visa', capture: true, metadata: {} },
};

const providerThat = (authorize: () => Promise<ProviderResult>, calls: string[]): PaymentProvider => ({
  name: 'fake',
  keyWindowMs: 0,
  timeoutMs: 1_000,
  authorize: () => {
    calls.push('authorize');
    return authorize();
  },
  capture: () => Promise.resolve({ kind: 'succeeded', paymentId: 'pay_1' }),
  refund: () => Promise.resolve({ kind: 'succeeded', paymentId: 'pay_1' }),
  cancel: () => Promise.resolve({ kind: 'succeeded', paymentId: 'pay_1' }),
  find: () => {
    calls.push('find');
    return Promise.resolve({ kind: 'absent' });
  },
  close: () => Promise.resolve(),
});

const settle = async (guarded: GuardedProvider, times: number) => {
  const kinds: string[] = [];
  for (let call = 0; call < times; call++) kinds.push((await guarded.authorize(CALL)).kind);
  return kinds;
};

describe('GuardedProvider', () => {
  it.each(['unknown', 'not_sent'] as const)(
    'stops asking a provider whose answers are %s, which is a safe refusal',
    async (kind) => {
      const calls: string[] = [];
      const guarded = new GuardedProvider(
        providerThat(() => Promise.resolve({ kind, detail: 'down' }), calls),
        10,
      );
      const kinds = await settle(guarded, 200);
      expect(calls.length).toBeLessThan(200);
      expect(kinds.slice(0, calls.length)).toEqual(Array.from(calls, () => kind));
      expect(new Set(kinds.slice(calls.length))).toEqual(new Set(['not_sent']));
      expect(await guarded.find('once_1')).toEqual({ kind: 'absent' });
    },
  );

  it('takes declined cards for answers and not for trouble', async () => {
    const calls: string[] = [];
    const declining = providerThat(() => Promise.resolve({ kind: 'declined', declineCode: 'x' }), calls);
    expect(new Set(await settle(new GuardedProvider(declining, 10), 200))).toEqual(new Set(['declined']));
    expect(calls).toHaveLength(200);
  });

  it('refuses calls beyond its bound before they are sent', async () => {
    const calls: string[] = [];
    const open = Promise.withResolvers<ProviderResult>();
    const guarded = new GuardedProvider(
      providerThat(() => open.promise, calls),
      2,
    );
    const under = [guarded.authorize(CALL), guarded.authorize(CALL)];
    expect(await guarded.authorize(CALL)).toEqual({ kind: 'not_sent', detail: 'too many calls are under way' });
    open.resolve({ kind: 'succeeded', paymentId: 'pay_1' });
    expect(await Promise.all(under)).toHaveLength(2);
    expect(calls).toHaveLength(2);
  });
});
