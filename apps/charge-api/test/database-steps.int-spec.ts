import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHARGE_STATUSES, OPERATION_STATES, type ChargeStatus } from '@once/contracts';
import { attempt } from './database-attempt.ts';
import { RuleDatabase } from './rule-database.ts';
import { charge, CHARGE_ID, key, MONEY, operation, providerAttempt, type AttemptOutcome } from './rule-rows.ts';

const OPERATION_ID = '0198b2c4-0000-7000-8000-0000000000aa';

let rules: RuleDatabase;
beforeAll(async () => void (rules = await RuleDatabase.create()));
afterAll(() => rules.drop());

/** All pairs, and which of them are steps that exist. */
const pairsOf = <T extends string>(states: readonly T[], steps: Readonly<Record<T, readonly T[]>>) =>
  states.flatMap((from) => states.map((to) => ({ from, to, isStep: steps[from].includes(to) })));

const CHARGE_STEPS: Record<ChargeStatus, readonly ChargeStatus[]> = {
  pending: ['authorized', 'captured', 'failed', 'unknown'],
  unknown: ['authorized', 'captured', 'failed', 'needs_review'],
  needs_review: ['authorized', 'captured', 'failed'],
  authorized: ['captured', 'canceled', 'expired'],
  captured: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  refunded: [],
  failed: [],
  canceled: [],
  expired: [],
};
const chargePairs = pairsOf(CHARGE_STATUSES, CHARGE_STEPS);

/** The money of the new status, so that only the step itself can be at fault. Refunds are rows of their own. */
const step = (to: ChargeStatus): string => {
  const { captured, refunded } = MONEY[to];
  return `UPDATE charges SET status = '${to}', amount_captured_minor = ${captured},
            amount_refund_reserved_minor = ${refunded}, amount_refunded_minor = ${refunded}
          WHERE id = '${CHARGE_ID}'`;
};

const refunds = (status: ChargeStatus): string[] => {
  const { refunded } = MONEY[status];
  return refunded === 0
    ? []
    : [key(OPERATION_ID), operation({ id: OPERATION_ID, kind: 'refund.create', amount: refunded })];
};

describe('the database and the steps of a charge', () => {
  const [changes, stays] = [chargePairs.filter(({ from, to }) => from !== to), CHARGE_STATUSES];

  it.each(changes.filter(({ isStep }) => isStep))('it goes from $from to $to', async ({ from, to }) => {
    const given = [charge(from), 'SET CONSTRAINTS ALL DEFERRED', ...refunds(to)];
    expect(await attempt(rules.service, { given, when: step(to) })).toEqual({ kind: 'accepted' });
  });

  it.each(changes.filter(({ isStep }) => !isStep))(
    'it never goes from $from to $to, not even for the owner',
    async (pair) => {
      for (const pool of [rules.service, rules.owner]) {
        expect(await attempt(pool, { given: [charge(pair.from)], when: step(pair.to) })).toEqual({
          ...{ kind: 'refused', sqlState: '23514' },
          rule: `charge ${CHARGE_ID} may not go from ${pair.from} to ${pair.to}`,
        });
      }
    },
  );

  it.each(stays)('a charge that stays %s takes no step', async (status) => {
    const when = `UPDATE charges SET updated_at = now() WHERE id = '${CHARGE_ID}'`;
    expect(await attempt(rules.service, { given: [charge(status)], when })).toEqual({ kind: 'accepted' });
  });

  it('has no other status', async () => {
    const when = `UPDATE charges SET status = 'chargeback' WHERE id = '${CHARGE_ID}'`;
    expect(await attempt(rules.service, { given: [charge('captured')], when })).toMatchObject({ sqlState: '23514' });
    const made = charge('failed').replace(`'failed'`, `'chargeback'`);
    expect(await attempt(rules.service, { when: made })).toMatchObject({
      sqlState: '23514',
      rule: 'charges_status_check',
    });
  });

  it.each(chargePairs)('history tells of a step from $from to $to: $isStep', async ({ from, to, isStep }) => {
    const given = [charge('authorized'), key(OPERATION_ID), operation({ id: OPERATION_ID })];
    const when = `INSERT INTO charge_transitions (charge_id, operation_id, from_status, to_status, actor, reason)
                  VALUES ('${CHARGE_ID}', '${OPERATION_ID}', '${from}', '${to}', 'charge-api', 'x')`;
    const reply = await attempt(rules.service, { given, when });
    expect(reply).toEqual(
      isStep
        ? { kind: 'accepted' }
        : { kind: 'refused', sqlState: '23503', rule: 'charge_transitions_from_status_to_status_fkey' },
    );
  });
});

describe('the database and the states of an operation', () => {
  const pairs = pairsOf(OPERATION_STATES, {
    pending: ['unknown', 'needs_review', 'succeeded', 'failed'],
    unknown: ['succeeded', 'failed', 'needs_review'],
    needs_review: ['succeeded', 'failed'],
    succeeded: [],
    failed: [],
  }).filter(({ from, to }) => from !== to);

  it.each(pairs)('it goes from $from to $to: $isStep', async ({ from, to, isStep }) => {
    const given = [charge('authorized'), key(OPERATION_ID), operation({ id: OPERATION_ID, state: from })];
    const isEnd = to === 'succeeded' || to === 'failed';
    const when = `UPDATE operations SET state = '${to}', unknown_since = coalesce(unknown_since, now()),
                    completed_at = ${isEnd ? 'now()' : 'NULL'} WHERE id = '${OPERATION_ID}'`;
    for (const pool of [rules.service, rules.owner]) {
      expect(await attempt(pool, { given, when })).toEqual(
        isStep
          ? { kind: 'accepted' }
          : {
              ...{ kind: 'refused', sqlState: '23514' },
              rule: `operation ${OPERATION_ID} may not go from ${from} to ${to}`,
            },
      );
    }
  });
});

describe('the database and the outcome of an attempt', () => {
  const OUTCOMES = ['open', 'succeeded', 'declined', 'refused', 'unknown'] as const satisfies readonly AttemptOutcome[];
  const pairs = pairsOf<AttemptOutcome>(OUTCOMES, {
    open: ['succeeded', 'declined', 'refused', 'unknown'],
    unknown: ['succeeded', 'declined'],
    succeeded: [],
    declined: [],
    refused: [],
  }).filter(({ from, to }) => from !== to);
  const given = (outcome: AttemptOutcome) => [
    ...[charge('authorized'), key(OPERATION_ID), operation({ id: OPERATION_ID, state: 'pending' })],
    providerAttempt(OPERATION_ID, outcome),
  ];

  it.each(pairs)('it goes from $from to $to: $isStep', async ({ from, to, isStep }) => {
    const endedAt = to === 'open' ? 'NULL' : 'now()';
    const when = `UPDATE provider_attempts SET outcome = '${to}', ended_at = ${endedAt} WHERE operation_id = '${OPERATION_ID}'`;
    for (const pool of [rules.service, rules.owner]) {
      expect(await attempt(pool, { given: given(from), when })).toEqual(
        isStep
          ? { kind: 'accepted' }
          : {
              ...{ kind: 'refused', sqlState: '23514' },
              rule: `attempt 1 of operation ${OPERATION_ID} has its outcome: ${from}`,
            },
      );
    }
  });

  it.each(OUTCOMES)('the provider key of one that is %s stays as it is', async (outcome) => {
    const when = `UPDATE provider_attempts SET provider_key = 'another' WHERE operation_id = '${OPERATION_ID}'`;
    expect(await attempt(rules.service, { given: given(outcome), when })).toMatchObject({
      kind: 'refused',
      sqlState: '23514',
    });
  });

  it('one that has ended has an outcome, and the other way round', async () => {
    const rule = { kind: 'refused', sqlState: '23514', rule: 'ended_has_outcome' };
    const end = `UPDATE provider_attempts SET ended_at = now() WHERE operation_id = '${OPERATION_ID}'`;
    expect(await attempt(rules.service, { given: given('open'), when: end })).toEqual(rule);
    const outcome = `UPDATE provider_attempts SET outcome = 'succeeded' WHERE operation_id = '${OPERATION_ID}'`;
    expect(await attempt(rules.service, { given: given('open'), when: outcome })).toEqual(rule);
  });
});
