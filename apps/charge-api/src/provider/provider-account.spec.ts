import { describe, expect, it } from '@jest/globals';
import type { Identification, PaymentProvider } from './payment-provider.ts';
import { ProviderAccount, type AccountSettings } from './provider-account.ts';

const [OURS, OTHER] = ['simulator:acct_1', 'simulator:acct_2'];
const SETTINGS: AccountSettings = { PROVIDER_TIMEOUT_MS: 300, ABANDON_AFTER_MS: 600 };
const DOWN: Identification = { kind: 'not_identified', detail: 'refused' };
const is = (account: string, keyWindowMs = 1_000): Identification => ({ kind: 'identified', account, keyWindowMs });

const open = (settings: Partial<AccountSettings> = {}) => {
  const told = { routes: [] as string[], refused: [] as string[], failures: 0 };
  let said: Identification = DOWN;
  let isRouteWritable = true;
  const identify = () => Promise.resolve(said);
  const account = new ProviderAccount({
    provider: { identify } as Partial<PaymentProvider> as PaymentProvider,
    settings: { ...SETTINGS, ...settings },
    recordRoute: (name) => {
      if (!isRouteWritable) return Promise.reject(new Error('no database'));
      told.routes.push(name);
      return Promise.resolve();
    },
    onRefused: (reason) => void told.refused.push(reason),
    onFailure: () => void (told.failures += 1),
  });
  const hear = (next: Identification) => {
    said = next;
    return account.ask();
  };
  return { account, told, hear, breakRoutes: () => void (isRouteWritable = false) };
};

describe('the account of the provider', () => {
  it('is not known before the provider has said it, and is kept when it is down', async () => {
    const { account, hear } = open();
    await hear(DOWN);
    expect(account.current).toEqual({ kind: 'unknown' });
    await hear(is(OURS));
    await hear(DOWN);
    expect(account.current).toEqual({ kind: 'known', account: OURS });
  });

  it('is written down before it is used', async () => {
    const { account, told, hear, breakRoutes } = open();
    breakRoutes();
    await expect(hear(is(OURS))).rejects.toThrow('no database');
    expect([account.current.kind, told.routes]).toEqual(['unknown', []]);
    await account.untilAsked();
    expect(told.failures).toBe(1);
  });

  it('is refused, and told once, while it is not the expected one', async () => {
    const { account, told, hear } = open({ PROVIDER_ACCOUNT: OURS });
    await hear(is(OTHER));
    await hear(is(OTHER));
    expect(account.current).toMatchObject({ kind: 'refused', reason: expect.stringContaining(OTHER) });
    expect([account.whyKeptAway(OTHER), told.refused.length, told.routes]).toEqual([expect.any(String), 1, []]);
    await hear(is(OURS));
    expect(account.current).toEqual({ kind: 'known', account: OURS });
  });

  it('never changes while the process runs', async () => {
    const { account, told, hear } = open();
    await hear(is(OURS));
    await hear(is(OTHER));
    expect(account.current).toMatchObject({ kind: 'refused' });
    expect([account.own, told.routes]).toEqual([OURS, [OURS]]);
    await hear(is(OURS));
    expect(account.current).toEqual({ kind: 'known', account: OURS });
  });

  it('keeps calls for other accounts away, and for those that nobody knows', async () => {
    const { account, hear } = open();
    expect([account.whyKeptAway(OTHER), account.whyKeptAway(null)]).toEqual([undefined, expect.any(String)]);
    await hear(is(OURS));
    expect([account.whyKeptAway(OURS), account.whyKeptAway(OTHER)]).toEqual([undefined, expect.any(String)]);
  });

  it('of charges from before is what the setting says, or nobody knows it', () => {
    expect(open().account.resolve(null)).toBeNull();
    const { account } = open({ PROVIDER_ACCOUNT_OF_OLD_CHARGES: OTHER });
    expect([account.resolve(null), account.resolve(OURS)]).toEqual([OTHER, OURS]);
  });
});

describe('the key window', () => {
  it.each([
    [1_000, undefined, Infinity, 1_000],
    [1_000, 700, Infinity, 700],
    [1_000, 5_000, Infinity, 1_000],
    [1_000, undefined, 0, 0],
    [0, undefined, 1_000, 0],
    [1_000, 0, 1_000, 0],
  ])('declared %s, configured %s, declared now %s, is %s', async (declared, configured, now, expected) => {
    const { account, hear } = open(configured === undefined ? {} : { PROVIDER_KEY_WINDOW_MS: configured });
    await hear(is(OURS, declared));
    expect(account.keyWindowMs(now)).toBe(expected);
  });

  it.each([
    [300, 'refused', 'PROVIDER_TIMEOUT_MS (300)'],
    [301, 'refused', 'ABANDON_AFTER_MS (600)'],
    [600, 'refused', 'ABANDON_AFTER_MS (600)'],
    [601, 'known', ''],
    [0, 'known', ''],
  ])('of %s ms makes the account %s', async (keyWindowMs, kind, reason) => {
    const { account, hear } = open();
    await hear(is(OURS, keyWindowMs));
    expect(account.current.kind).toBe(kind);
    expect(account.whyKeptAway(OURS) ?? '').toContain(reason);
  });
});
