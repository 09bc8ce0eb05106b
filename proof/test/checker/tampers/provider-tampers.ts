import { differInReview, drop, effectOf, operationOf, the, type Tamper } from './tamper.ts';

const OTHER_ACCOUNT = 'simulator:acct_2';

export const PROVIDER_TAMPERS: readonly Tamper[] = [
  [
    'a second effect under the same key',
    'one-effect-per-operation',
    (w) => w.provider.effects.push(effectOf(w, 'o-sale')),
  ],
  [
    'a second effect under a key of its own',
    'one-effect-per-operation',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-sale'), providerKey: 'random' }),
  ],
  [
    'a second effect at another account, under the same key',
    'one-account-per-operation',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-sale'), account: OTHER_ACCOUNT }),
  ],
  [
    'an effect at another account than its charge has',
    'one-account-per-operation',
    (w) => (effectOf(w, 'o-refund').account = OTHER_ACCOUNT),
  ],
  [
    'a refusal by an account that should never have been asked',
    'one-account-per-operation',
    (w) =>
      w.provider.decisions.push({
        ...the(w.provider.decisions, (row) => row.providerKey === 'once_o-decline'),
        account: OTHER_ACCOUNT,
      }),
  ],
  [
    'an operation of another account than its charge',
    'one-account-per-operation',
    (w) => (operationOf(w, 'o-refund').providerAccount = OTHER_ACCOUNT),
  ],
  [
    'an attempt at another account',
    'one-account-per-operation',
    (w) => {
      const sent = the(w.chargeDb.attempts, (row) => row.operationId === 'o-sale');
      w.chargeDb.attempts.push({ ...sent, providerAccount: OTHER_ACCOUNT });
    },
  ],
  [
    'a charge of no account',
    'one-account-per-operation',
    (w) => (the(w.chargeDb.charges, (c) => c.id === 'c-1').providerAccount = null),
  ],
  [
    'an attempt that was called unsent after the provider had acted on it',
    'unsent-did-nothing',
    (w) => {
      const sent = the(w.chargeDb.attempts, (row) => row.operationId === 'o-sale');
      w.chargeDb.attempts.unshift({ ...sent, outcome: 'refused', endedAtMs: 11 });
    },
  ],
  ['an effect under a key of no attempt', 'no-effect-unasked', (w) => (effectOf(w, 'o-sale').providerKey = 'random')],
  [
    'an effect that is gone',
    'effects-are-the-operations',
    (w) => drop(w.provider.effects, (e) => e.operationId === 'o-left'),
  ],
  ['an effect of another amount', 'effects-are-the-operations', (w) => (effectOf(w, 'o-refund').amountMinor = 401n)],
  ['an effect in another currency', 'effects-are-the-operations', (w) => (effectOf(w, 'o-sale').currency = 'USD')],
  ['an effect of another kind', 'effects-are-the-operations', (w) => (effectOf(w, 'o-hold').effect = 'captured')],
  [
    'an effect of an operation that failed',
    'effects-are-the-operations',
    (w) => (operationOf(w, 'o-sale').state = 'failed'),
  ],
  [
    'a success that differs in its amount and was believed',
    'differing-success-is-reviewed',
    (w) => Object.assign(effectOf(w, 'o-refund'), { amountMinor: 399n, differs: true }),
  ],
  [
    "a success under somebody else's key that was believed",
    'differing-success-is-reviewed',
    (w) => Object.assign(effectOf(w, 'o-sale'), { toldProviderKey: 'foreign_1', differs: true }),
  ],
  [
    'a success that differs and was called a failure',
    'differing-success-is-reviewed',
    (w) => {
      Object.assign(effectOf(w, 'o-sale'), { amountMinor: 1n, differs: true });
      operationOf(w, 'o-sale').state = 'failed';
    },
  ],
  ['a difference that is told to nobody', 'differing-success-is-reviewed', (w) => differInReview(w, 'o-left', 'lost')],
  [
    'an effect of another amount that the provider does not own up to, in review',
    'effects-are-the-operations',
    (w) => {
      differInReview(w, 'o-left', 'amount 1');
      effectOf(w, 'o-left').differs = false;
    },
  ],
  [
    'a failure that the provider never spoke of',
    'provider-alone-declines',
    (w) => drop(w.provider.decisions, (d) => d.providerKey === 'once_o-decline'),
  ],
  [
    'a failure of what the provider did',
    'provider-alone-declines',
    (w) =>
      Object.assign(
        the(w.provider.decisions, (d) => d.providerKey === 'once_o-decline'),
        { httpStatus: 201, effect: 'captured' },
      ),
  ],
  [
    'a refund of more than was captured',
    'provider-within-limits',
    (w) => (effectOf(w, 'o-refund').amountMinor = 1100n),
  ],
  [
    'a capture of more than was authorized',
    'provider-within-limits',
    (w) => (effectOf(w, 'o-capture').amountMinor = 5001n),
  ],
  [
    'a capture of what was canceled',
    'provider-within-limits',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-cancel'), effect: 'captured' }),
  ],
  ['a payment in two currencies', 'provider-within-limits', (w) => (effectOf(w, 'o-capture').currency = 'EUR')],
  [
    'a charge that claims to have captured more',
    'charges-are-the-provider',
    (w) => (the(w.chargeDb.charges, (c) => c.id === 'c-2').capturedMinor = 5000n),
  ],
  [
    'a charge that forgot a refund',
    'charges-are-the-provider',
    (w) => (the(w.chargeDb.charges, (c) => c.id === 'c-1').refundedMinor = 0n),
  ],
];
