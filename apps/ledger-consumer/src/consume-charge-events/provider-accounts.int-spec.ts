import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { chunkOf, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

/** Records of one partition with rising offsets, as a batch brings them. */
const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));
const ofCharge = (chargeId: string) => `charge_id = '${chargeId}'`;
const parkedAs = (chargeId: string, reason: string) =>
  ledger.count('parked_records', `${ofCharge(chargeId)} AND reason = '${reason}'`);

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

/** Balances of a tenant: account, provider account, amount. */
const balancesOf = async (tenant: string): Promise<unknown[]> => {
  const { rows } = await ledger.db.ownerPool.query({
    text: `SELECT a.name, a.provider_account, sum(p.amount_minor)::text
           FROM accounts a JOIN postings p ON p.account_id = a.id
           WHERE a.tenant_id = $1 GROUP BY a.id ORDER BY a.name, a.provider_account NULLS FIRST`,
    values: [tenant],
    rowMode: 'array',
  });
  return rows;
};

describe('money at a provider account', () => {
  it('is cleared by account, also by a process that knows the accounts already, and owed to the merchant as one', async () => {
    const tenant_id = randomUUID();
    const at = (provider_account: string | undefined, amount_minor: string): TestEvent => ({
      body: { tenant_id, amount_minor, ...(provider_account === undefined ? {} : { provider_account }) },
    });
    await ledger.consume(records(at('simulator:acct_1', '100')));
    await ledger.consume(records(at('simulator:acct_2', '20'), at(undefined, '3'), at('simulator:acct_1', '400')));
    await ledger.anotherConsumer().consume(chunkOf(records(at('simulator:acct_2', '5000'), at(undefined, '60000'))));
    expect(await balancesOf(tenant_id)).toEqual([
      ['merchant_payable', null, '-65523'],
      ['provider_clearing', null, '60003'],
      ['provider_clearing', 'simulator:acct_1', '500'],
      ['provider_clearing', 'simulator:acct_2', '5020'],
    ]);
  });

  it('is kept apart where names look alike: an account that is called as none would be, separators within', async () => {
    const [one, two] = [`t:${randomUUID()}`, `u:${randomUUID()}`];
    const at = (tenant_id: string, provider_account: string): TestEvent => ({ body: { tenant_id, provider_account } });
    await ledger.consume(records(at(one, 'null'), { body: { tenant_id: one } }, at(two, `a:${one}`)));
    expect(await balancesOf(one)).toHaveLength(3);
    expect(await balancesOf(two)).toHaveLength(2);
  });

  it('of a charge whose first event is of 0.1.0 goes on under the account that its next event names', async () => {
    const [chargeId, tenant_id] = [randomUUID(), randomUUID()];
    const request = { id: 'req_1', idempotency_key: 'key_1' };
    const known = {
      tenant_id,
      amount_minor: '99',
      provider_account: 'simulator:acct_1',
      provider_effect_id: randomUUID(),
    };
    const chunk = records(
      { chargeId, body: { tenant_id, request } },
      { chargeId, version: 2, type: 'refunded', body: known },
    );
    expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
    expect(await balancesOf(tenant_id)).toEqual([
      ['merchant_payable', null, '-1000'],
      ['provider_clearing', null, '1099'],
      ['provider_clearing', 'simulator:acct_1', '-99'],
    ]);
  });
});

describe('an effect of the provider', () => {
  const effect = (provider_effect_id: string, provider_account = 'simulator:acct_1') => ({
    ...{ provider_account, provider_effect_id },
  });

  it.each([
    ['of the same tenant', 'acme'],
    ['of another tenant', 'globex'],
  ])(
    'that is posted is not posted for another charge %s: parked at once, its neighbours applied',
    async (_what, tenant_id) => {
      const [first, second, before, after] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      const body = effect(randomUUID());
      await ledger.consume(records({ chargeId: first, body }));
      const again = { chargeId: second, body: { ...body, tenant_id } };
      expect(await ledger.consume(records({ chargeId: before }, again, { chargeId: after }))).toEqual({ kind: 'done' });
      expect(await parkedAs(second, 'effect_already_posted')).toBe(1);
      expect(await ledger.count('parked_records', `${ofCharge(second)} AND attempts = 1`)).toBe(1);
      expect(await ledger.count('journal_entries', ofCharge(second))).toBe(0);
      expect(await ledger.count('journal_entries', `charge_id IN ('${before}', '${after}')`)).toBe(2);
      expect(await ledger.scraped('ledger_records_parked_total=effect_already_posted')).toBeGreaterThan(0);
      // Not taken for an outage either: the partition goes on.
      expect(await ledger.consume(records({}))).toEqual({ kind: 'done' });
    },
  );

  it('that two events of one chunk tell of is posted for the first of them', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const body = effect(randomUUID());
    expect(await ledger.consume(records({ chargeId: first, body }, { chargeId: second, body }))).toEqual({
      kind: 'done',
    });
    expect(await ledger.count('journal_entries', ofCharge(first))).toBe(1);
    expect(await parkedAs(second, 'effect_already_posted')).toBe(1);
  });

  it('that two consumers post at the same time is posted by one of them', async () => {
    const charges = [randomUUID(), randomUUID()];
    const body = effect(randomUUID());
    const chunks = charges.map((chargeId) => chunkOf(records({ chargeId, body })));
    const outcomes = await Promise.all(chunks.map((chunk) => ledger.anotherConsumer().consume(chunk)));
    expect(outcomes).toEqual(chunks.map(() => ({ kind: 'done' })));
    const both = `charge_id IN ('${charges.join(`', '`)}')`;
    expect(await ledger.count('journal_entries', both)).toBe(1);
    expect(await ledger.count('parked_records', `${both} AND reason = 'effect_already_posted'`)).toBe(1);
  });

  it('under one id of two accounts is two effects, whoever the tenants are', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const id = randomUUID();
    await ledger.consume(records({ chargeId: first, body: effect(id, 'simulator:acct_1') }));
    await ledger.consume(
      records({ chargeId: second, body: { ...effect(id, 'simulator:acct_2'), tenant_id: 'globex' } }),
    );
    expect(await ledger.count('journal_entries', `charge_id IN ('${first}', '${second}')`)).toBe(2);
  });

  it('of no known account counts as of one account, and is apart from those of known ones', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const provider_effect_id = randomUUID();
    const chunk = records(
      { chargeId: first, body: { provider_effect_id } },
      { chargeId: second, body: { provider_effect_id } },
      { chargeId: third, body: effect(provider_effect_id) },
    );
    expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
    expect(await parkedAs(second, 'effect_already_posted')).toBe(1);
    expect(await ledger.count('journal_entries', `charge_id IN ('${first}', '${third}')`)).toBe(2);
  });

  it('that is not named is no effect: events without one are posted, however many', async () => {
    const charges = [randomUUID(), randomUUID()];
    const provider_account = 'simulator:acct_1';
    await ledger.consume(records(...charges.map((chargeId) => ({ chargeId, body: { provider_account } }))));
    expect(await ledger.count('journal_entries', `charge_id IN ('${charges.join(`', '`)}')`)).toBe(2);
  });
});

it('leaves every currency balanced', async () => {
  const { rows } = await ledger.db.ownerPool.query(
    'SELECT currency, sum(amount_minor) AS total FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0',
  );
  expect(rows).toEqual([]);
});
