import { describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, aSuccess } from '../../test/a-success.ts';
import { GuardedProvider } from './guarded.provider.ts';
import type { AuthorizeCall, PaymentProvider, ProviderResult } from './payment-provider.ts';

const CALL: AuthorizeCall = {
  ...{
    account: ACCOUNT,
    providerKey: 'once_1',
    amountMinor: 1n,
    currency: 'EUR',
    source: 'tok_visa',
    capture: true,
    metadata: {},
  },
};

const answer = (call: string, calls: string[]): Promise<ProviderResult> => {
  calls.push(call);
  return Promise.resolve(aSuccess({ paymentId: `of ${call}` }));
};

const providerThat = (authorize: () => Promise<ProviderResult>, calls: string[]): PaymentProvider => ({
  name: 'fake',
  timeoutMs: 1_000,
  authorize: () => {
    calls.push('authorize');
    return authorize();
  },
  capture: () => answer('capture', calls),
  refund: () => answer('refund', calls),
  cancel: () => answer('cancel', calls),
  find: () => {
    calls.push('find');
    return Promise.resolve({ kind: 'absent', keyWindowMs: 0 });
  },
  identify: () => Promise.resolve({ kind: 'identified', account: ACCOUNT, keyWindowMs: 0 }),
  lookUpPayment: () => Promise.resolve({ kind: 'absent' }),
  close: () => Promise.resolve(),
});

const settle = async (guarded: GuardedProvider, times: number) => {
  const kinds: string[] = [];
  for (let call = 0; call < times; call++) kinds.push((await guarded.authorize(CALL)).kind);
  return kinds;
};

const onPayment = { account: ACCOUNT, providerKey: 'once_2', paymentId: 'pay_1', currency: 'EUR', metadata: {} };
const CHANGES = ['capture', 'refund', 'cancel'] as const;

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
      expect(await guarded.find({ account: ACCOUNT, providerKey: 'once_1' })).toMatchObject({ kind: 'absent' });
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
    expect(await guarded.authorize(CALL)).toEqual({
      ...{ kind: 'not_sent', detail: 'too many calls are under way', keptAwayBy: 'bulkhead_full' },
    });
    open.resolve(aSuccess());
    expect(await Promise.all(under)).toHaveLength(2);
    expect(calls).toHaveLength(2);
  });

  it.each(CHANGES)('passes a %s on, and refuses it before the send while the breaker is open', async (change) => {
    const calls: string[] = [];
    const failing = providerThat(() => Promise.resolve({ kind: 'unknown', detail: 'down' }), calls);
    const guarded = new GuardedProvider(failing, 10);
    const call = () => guarded[change]({ ...onPayment, amountMinor: 1n });
    expect([await call(), guarded.breakerState]).toEqual([aSuccess({ paymentId: `of ${change}` }), 'closed']);
    await settle(guarded, 200);
    calls.length = 0;
    expect([await call(), guarded.breakerState, calls]).toEqual([
      { kind: 'not_sent', detail: 'the circuit breaker is open', keptAwayBy: 'breaker_open' },
      'open',
      [],
    ]);
  });

  it('lets one call through after a while to look, and closes when it is answered', async () => {
    const clock = jest.spyOn(Date, 'now');
    const calls: string[] = [];
    const answers: ProviderResult[] = [];
    const provider = providerThat(() => Promise.resolve(answers[0] ?? { kind: 'unknown', detail: 'down' }), calls);
    const guarded = new GuardedProvider(provider, 10);
    await settle(guarded, 200);
    answers.push(aSuccess());
    expect(await settle(guarded, 1)).toEqual(['not_sent']);
    clock.mockReturnValue(Date.now() + 5_001);
    expect(await settle(guarded, 2)).toEqual(['succeeded', 'succeeded']);
    expect(guarded.breakerState).toBe('closed');
    clock.mockRestore();
  });

  it('carries the name and the timeout of the provider', () => {
    const guarded = new GuardedProvider(
      providerThat(() => answer('authorize', []), []),
      1,
    );
    expect([guarded.name, guarded.timeoutMs]).toEqual(['fake', 1_000]);
  });
});
