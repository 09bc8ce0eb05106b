import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { RuleDatabase } from './rule-database.ts';
import { charge, CHARGE_ID, key, operation, PROCESSING } from './rule-rows.ts';

const [FIRST, SECOND] = ['0198b2c4-0000-7000-8000-0000000000a1', '0198b2c4-0000-7000-8000-0000000000a2'] as const;
const OTHER_CHARGE_ID = '0198b2c4-0000-7000-8000-00000000000d';
const CHANGES = ['charge.capture', 'charge.cancel', 'charge.expire'] as const;
const OPEN = ['pending', 'unknown', 'needs_review'] as const;

let rules: RuleDatabase;
beforeAll(async () => void (rules = await RuleDatabase.create()));
afterAll(() => rules.drop());

const setCharge = (set: string): string => `UPDATE charges SET ${set} WHERE id = '${CHARGE_ID}'`;
const setOperation = (set: string): string => `UPDATE operations SET ${set} WHERE id = '${FIRST}'`;

describe('the money of a charge', () => {
  it.each([
    ['authorized', 'amount_captured_minor = 1', 'captured_status_has_money'],
    ['canceled', 'amount_captured_minor = 1', 'captured_status_has_money'],
    ['captured', 'amount_captured_minor = 0', 'captured_status_has_money'],
    ['captured', 'amount_captured_minor = 1001', 'captured_within_amount'],
    ['captured', 'amount_minor = 999', 'captured_within_amount'],
    ['authorized', 'amount_captured_minor = -1', 'captured_within_amount'],
    ['captured', 'amount_refund_reserved_minor = 1001', 'reserved_within_captured'],
    ['partially_refunded', 'amount_refunded_minor = 301', 'refunded_within_reserved'],
    ['captured', 'amount_refunded_minor = -1', 'refunded_within_reserved'],
    [
      ...(['captured', 'amount_refund_reserved_minor = 300, amount_refunded_minor = 300'] as const),
      'partially_refunded_status_gave_some_back',
    ],
    ['partially_refunded', 'amount_refunded_minor = 0', 'partially_refunded_status_gave_some_back'],
    [
      ...(['captured', 'amount_refund_reserved_minor = 1000, amount_refunded_minor = 1000'] as const),
      'refunded_status_gave_all_back',
    ],
    ['refunded', 'amount_refunded_minor = 0', 'refunded_status_gave_all_back'],
    ['authorized', 'amount_minor = 0', 'charges_amount_minor_check'],
    ['authorized', 'amount_minor = 9007199254740992', 'charges_amount_minor_check'],
    ['authorized', `currency = 'eur'`, 'charges_currency_check'],
    ['authorized', 'version = -1', 'charges_version_check'],
    ['authorized', 'shard = 12', 'charges_shard_check'],
  ] as const)('of one that is %s refuses %s', async (status, set, rule) => {
    await rules.refuses({ given: [charge(status)], when: setCharge(set) }, '23514', rule);
  });
});

describe('a charge that the provider holds', () => {
  const when = setCharge('provider_payment_id = NULL');

  it.each(['authorized', 'captured', 'canceled', 'expired', 'partially_refunded', 'refunded'] as const)(
    'has a payment id when it is %s',
    (status) => rules.refuses({ given: [charge(status)], when }, '23514', 'provider_named_the_payment'),
  );

  it.each(['pending', 'unknown', 'needs_review', 'failed'] as const)('needs none when it is %s', (status) =>
    rules.accepts({ given: [charge(status)], when }),
  );

  it('has an end when it is authorized', async () => {
    const endless = setCharge('authorization_expires_at = NULL');
    await rules.refuses({ given: [charge('authorized')], when: endless }, '23514', 'authorization_has_end');
    await rules.accepts({ given: [charge('captured')], when: endless });
  });
});

describe('a capture, cancel or expiry', () => {
  const pairs = CHANGES.flatMap((one) => CHANGES.map((other) => ({ one, other })));
  const given = (...ids: string[]) => [charge('authorized'), ...ids.map((id) => key(id))];

  it.each(pairs)('is open alone: a $other beside an open $one is refused', async ({ one, other }) => {
    for (const state of OPEN) {
      const rows = [...given(FIRST, SECOND), operation({ id: FIRST, kind: one, state })];
      for (const second of OPEN) {
        const when = operation({ id: SECOND, kind: other, state: second });
        await rules.refuses({ given: rows, when }, '23505', 'operations_one_open_change');
      }
    }
  });

  it.each(pairs)('succeeds alone: a $other after a $one that succeeded is refused', async ({ one, other }) => {
    const rows = [
      ...[...given(FIRST, SECOND), operation({ id: SECOND, kind: one })],
      operation({ id: FIRST, kind: other, state: 'pending' }),
    ];
    const when = setOperation(`state = 'succeeded', completed_at = now()`);
    await rules.refuses({ given: rows, when }, '23505', 'operations_one_change_succeeds');
  });

  it('may follow one that failed, and be beside one of another charge or an open refund', async () => {
    const when = operation({ id: SECOND, kind: 'charge.capture', state: 'pending' });
    const failed = operation({ id: FIRST, kind: 'charge.capture', state: 'failed' });
    await rules.accepts({ given: [...given(FIRST, SECOND), failed], when });
    const elsewhere = operation({ id: FIRST, kind: 'charge.capture', state: 'pending', chargeId: OTHER_CHARGE_ID });
    const other = [...given(FIRST, SECOND), charge('authorized', { id: OTHER_CHARGE_ID }), elsewhere];
    await rules.accepts({ given: other, when });
  });
});

describe('an operation that was given back', () => {
  const RECEIVED = { state: `'RECEIVED'`, response_status: 'NULL', completed_at: 'NULL' };
  const giveBack = setOperation('is_given_back = true');
  const change = (state: 'pending' | 'unknown' = 'pending', id: string = FIRST) =>
    operation({ id, kind: 'charge.capture', state });

  it.each(CHANGES)(
    'is in nobody’s way: beside it a %s may be open, and beside that it is not taken again',
    async (kind) => {
      const given = [charge('authorized'), key(FIRST, RECEIVED), key(SECOND, PROCESSING), change(), giveBack];
      const second = operation({ id: SECOND, kind, state: 'pending' });
      await rules.accepts({ given, when: second });
      const when = setOperation('is_given_back = false');
      await rules.refuses({ given: [...given, second], when }, '23505', 'operations_one_open_change');
    },
  );

  it('was not begun, and sets no charge aside', async () => {
    const given = [charge('authorized'), key(FIRST, RECEIVED)];
    const begun = { given: [...given, change('unknown')], when: giveBack };
    await rules.refuses(begun, '23514', 'given_back_is_not_begun');
    const done = setOperation(`state = 'succeeded', completed_at = now()`);
    await rules.refuses({ given: [...given, change(), giveBack], when: done }, '23514', 'given_back_is_not_begun');
    const creation = operation({ id: FIRST, state: 'pending' });
    await rules.refuses({ given: [...given, creation], when: giveBack }, '23514', 'given_back_is_a_change');
  });

  it('is not worked on: neither is it given back under a worker, nor claimed without its place', async () => {
    const rule = `the operation of key ${FIRST} is worked on and does not hold its place`;
    const worked = [charge('authorized'), key(FIRST, PROCESSING), change()];
    await rules.refuses({ given: worked, when: giveBack }, '23514', rule);
    const claim = `UPDATE idempotency_keys SET state = 'PROCESSING', lease_until = now() WHERE idempotency_key = '${FIRST}'`;
    const received = [charge('authorized'), key(FIRST, RECEIVED), change(), giveBack];
    await rules.refuses({ given: received, when: claim }, '23514', rule);
    await rules.accepts({ given: [...received, setOperation('is_given_back = false')], when: claim });
  });

  it('keeps no reservation, and has it again when it is taken again', async () => {
    const open = operation({ id: FIRST, kind: 'refund.create', state: 'pending', amount: 300 });
    const given = [charge('captured'), key(FIRST, RECEIVED), setCharge('amount_refund_reserved_minor = 300'), open];
    const rule = `charge ${CHARGE_ID} does not hold what its refunds add up to`;
    await rules.refuses({ given, when: giveBack }, '23514', rule);
    const back = [...given, giveBack, setCharge('amount_refund_reserved_minor = 0'), 'SET CONSTRAINTS ALL IMMEDIATE'];
    await rules.accepts({ given: back, when: 'SELECT' });
    await rules.refuses({ given: back, when: setOperation('is_given_back = false') }, '23514', rule);
  });
});

describe('what is set aside for refunds', () => {
  const refund = (state: 'pending' | 'succeeded' | 'failed', amount = 300) =>
    operation({ id: FIRST, kind: 'refund.create', state, amount });
  const rule = `charge ${CHARGE_ID} does not hold what its refunds add up to`;
  const reserved = 'amount_refund_reserved_minor = 300';

  it.each([
    ['more than its refunds', [charge('captured')], setCharge('amount_refund_reserved_minor = 1')],
    ['nothing for a refund that is open', [charge('captured'), key(FIRST)], refund('pending')],
    ['less than a refund', [charge('captured'), key(FIRST), setCharge(reserved)], refund('pending', 301)],
    ['what a refund that failed had taken', [charge('captured'), key(FIRST), setCharge(reserved)], refund('failed')],
    [
      ...(['what it has not given back', [charge('captured'), key(FIRST), setCharge(reserved)]] as const),
      refund('succeeded'),
    ],
  ] as const)('is never %s', async (_what, given, when) => {
    await rules.refuses({ given, when }, '23514', rule);
  });

  it.each(['succeeded', 'failed'])('follows a refund that has %s, or the end is refused', async (state) => {
    const given = [
      charge('captured'),
      key(FIRST),
      setCharge(reserved),
      refund('pending'),
      'SET CONSTRAINTS ALL IMMEDIATE',
    ];
    const when = setOperation(`state = '${state}', completed_at = now()`);
    await rules.refuses({ given, when }, '23514', rule);
  });

  it('is judged at the commit: the two sides may be written one after the other', async () => {
    const given = [charge('captured'), key(FIRST), refund('pending')];
    await rules.accepts({ given, when: setCharge(reserved) });
    const end = [...given, setCharge(reserved), setOperation(`state = 'succeeded', completed_at = now()`)];
    const when = setCharge(`status = 'partially_refunded', amount_refunded_minor = 300`);
    await rules.accepts({ given: end, when });
  });
});
