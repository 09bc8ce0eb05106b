import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attempt } from './database-attempt.ts';
import { RuleDatabase } from './rule-database.ts';
import { charge, key, operation, PROCESSING } from './rule-rows.ts';

const [FIRST, SECOND] = ['0198b2c4-0000-7000-8000-0000000000a1', '0198b2c4-0000-7000-8000-0000000000a2'] as const;
const OTHER_CHARGE_ID = '0198b2c4-0000-7000-8000-00000000000d';

let rules: RuleDatabase;
beforeAll(async () => void (rules = await RuleDatabase.create()));
afterAll(() => rules.drop());

const setOperation = (set: string): string => `UPDATE operations SET ${set} WHERE id = '${FIRST}'`;

describe('an operation', () => {
  const given = [charge('authorized'), key(FIRST)];

  it('without an outcome knows since when', async () => {
    const rows = [...given, operation({ id: FIRST, state: 'pending' })];
    await rules.refuses({ given: rows, when: setOperation(`state = 'unknown'`) }, '23514', 'unsettled_has_beginning');
  });

  it('that has ended knows when, and one that has not does not', async () => {
    const rows = [...given, operation({ id: FIRST, state: 'pending' })];
    await rules.refuses({ given: rows, when: setOperation(`state = 'failed'`) }, '23514', 'settled_has_time');
    await rules.refuses({ given: rows, when: setOperation('completed_at = now()') }, '23514', 'settled_has_time');
  });

  it('is one per key, and has a key', async () => {
    const twin = operation({ id: FIRST }).replace(`'${FIRST}'`, `'${SECOND}'`);
    const unique = 'operations_tenant_id_idempotency_key_key';
    await rules.refuses({ given: [...given, operation({ id: FIRST })], when: twin }, '23505', unique);
    const keyless = 'operations_tenant_id_idempotency_key_fkey';
    await rules.refuses({ given: [charge('authorized')], when: operation({ id: FIRST }) }, '23503', keyless);
  });
});

describe('an idempotency key', () => {
  const setKey = (set: string): string => `UPDATE idempotency_keys SET ${set} WHERE idempotency_key = 'k'`;

  it('is unsettled only while it is PROCESSING', async () => {
    for (const unsettled of ['unknown', 'needs_review']) {
      const when = setKey(`unsettled = '${unsettled}', lease_until = NULL`);
      await rules.refuses({ given: [key('k')], when }, '23514', 'unsettled_is_processing');
    }
    const received = { ...PROCESSING, state: `'RECEIVED'`, lease_until: 'NULL' };
    const when = setKey(`unsettled = 'unknown'`);
    await rules.refuses({ given: [key('k', received)], when }, '23514', 'unsettled_is_processing');
    await rules.accepts({ given: [key('k', PROCESSING)], when });
  });

  it('is unsettled in one of two ways', () =>
    rules.refuses(
      { given: [key('k', PROCESSING)], when: setKey(`unsettled = 'x'`) },
      '23514',
      'unsettled_is_processing',
    ));

  it('under review waits for a person: its lease never ends', async () => {
    const when = setKey(`unsettled = 'needs_review'`);
    await rules.refuses({ given: [key('k', PROCESSING)], when }, '23514', 'review_waits_for_a_person');
    const endless = setKey(`unsettled = 'needs_review', lease_until = 'infinity'`);
    await rules.accepts({ given: [key('k', PROCESSING)], when: endless });
  });

  it('has an owner or none: a lease while it is PROCESSING, and only then', async () => {
    await rules.refuses(
      { given: [key('k', PROCESSING)], when: setKey('lease_until = NULL') },
      ...(['23514', 'owned_has_lease'] as const),
    );
    await rules.refuses({ given: [key('k')], when: setKey('lease_until = now()') }, '23514', 'owned_has_lease');
  });

  it('has an answer when it has ended, and only then', async () => {
    await rules.refuses({ given: [key('k')], when: setKey('response_status = NULL') }, '23514', 'terminal_has_answer');
    const answered = setKey('response_status = 201, completed_at = now()');
    await rules.refuses({ given: [key('k', PROCESSING)], when: answered }, '23514', 'terminal_has_answer');
  });

  it('is used once per tenant, and never taken back once it has an operation', async () => {
    await rules.refuses({ given: [key('k')], when: key('k') }, '23505', 'idempotency_keys_pkey');
    const given = [charge('authorized'), key(FIRST), operation({ id: FIRST })];
    const when = `DELETE FROM idempotency_keys WHERE idempotency_key = '${FIRST}'`;
    await rules.refuses({ given, when }, '23503', 'operations_tenant_id_idempotency_key_fkey');
  });
});

describe('a reference', () => {
  const second = charge('pending', { id: OTHER_CHARGE_ID, reference: 'order' });
  const given = (status: Parameters<typeof charge>[0]) => [charge(status, { reference: 'order' })];

  it.each(['failed', 'canceled'] as const)('of a charge that is %s is free', (status) =>
    rules.accepts({ given: given(status), when: second }),
  );

  it.each([
    ...(['pending', 'unknown', 'needs_review', 'authorized', 'captured'] as const),
    ...(['expired', 'partially_refunded', 'refunded'] as const),
  ])('of a charge that is %s is taken', (status) =>
    rules.refuses({ given: given(status), when: second }, '23505', 'charges_live_reference'),
  );
});

describe('history', () => {
  const TABLES = ['charge_transitions', 'provider_notices', 'operator_actions'] as const;

  it.each(TABLES)('%s is only ever added to, also by its owner', async (table) => {
    for (const when of [
      `UPDATE ${table} SET operation_id = operation_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]) {
      expect(await attempt(rules.owner, { when })).toEqual({
        ...{ kind: 'refused', sqlState: '23514', rule: `${table} is append-only` },
      });
      expect(await attempt(rules.service, { when })).toEqual({
        ...{ kind: 'refused', sqlState: '42501', rule: `permission denied for table ${table}` },
      });
    }
  });

  it.each(['charges', 'operations', 'provider_attempts'])('%s are never deleted by the service', async (table) => {
    for (const when of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      expect(await attempt(rules.service, { when })).toMatchObject({ kind: 'refused', sqlState: '42501' });
    }
  });

  it.each(['charge_status_transitions', 'operation_state_transitions'])(
    '%s is not the service’s to change',
    async (table) => {
      for (const when of [`DELETE FROM ${table}`, `INSERT INTO ${table} VALUES ('failed', 'captured')`]) {
        expect(await attempt(rules.service, { when })).toMatchObject({ kind: 'refused', sqlState: '42501' });
      }
    },
  );
});
