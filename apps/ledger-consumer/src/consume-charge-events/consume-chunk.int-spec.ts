import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

/** Records of one partition with rising offsets, as a batch brings them. */
const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));
const ofCharge = (chargeId: string) => `charge_id = '${chargeId}'`;

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

describe('a chunk', () => {
  it('is applied in one transaction: inbox, version, entry, postings', async () => {
    const chargeId = randomUUID();
    const eventId = randomUUID();
    expect(await ledger.consume(records({ chargeId, eventId }))).toEqual({ kind: 'done' });
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT source_event_id, charge_version, tenant_id, entry_type, occurred_at, traceparent, trace_id,
              (SELECT json_agg(json_build_array(line_no, name, amount_minor, p.currency, exponent) ORDER BY line_no)
                 FROM postings p JOIN accounts a ON a.id = account_id WHERE entry_id = e.id) AS lines,
              (SELECT last_version FROM charge_versions v WHERE v.charge_id = e.charge_id) AS last_version,
              e.xact_id = (SELECT xmin::text::xid8 FROM inbox WHERE event_id = e.source_event_id) AS is_same_transaction
         FROM journal_entries e WHERE ${ofCharge(chargeId)}`,
    );
    expect(rows).toEqual([
      {
        source_event_id: eventId,
        charge_version: '1',
        tenant_id: 'acme',
        entry_type: 'captured',
        occurred_at: new Date('2026-11-20T10:00:00.123Z'),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        trace_id: '0af7651916cd43dd8448eb211c80319c',
        lines: [
          [1, 'provider_clearing', 1099, 'EUR', 2],
          [2, 'merchant_payable', -1099, 'EUR', 2],
        ],
        last_version: '1',
        is_same_transaction: true,
      },
    ]);
  });

  it('applies several events of one charge in order, and events without an entry advance its version', async () => {
    const chargeId = randomUUID();
    const chunk = records(
      { chargeId, version: 1, type: 'authorized' },
      { chargeId, version: 2, type: 'captured' },
      { chargeId, version: 3, type: 'refunded', body: { amount_minor: '500' } },
      { chargeId, version: 4, type: 'refunded', body: { amount_minor: '599' } },
    );
    expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(3);
    expect(await ledger.count('charge_versions', `${ofCharge(chargeId)} AND last_version = 4`)).toBe(1);
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT sum(amount_minor) AS balance FROM postings p JOIN journal_entries e ON e.id = entry_id
        JOIN accounts a ON a.id = account_id WHERE ${ofCharge(chargeId)} AND name = 'provider_clearing'`,
    );
    expect(rows).toEqual([{ balance: '0' }]);
  });

  it('keeps amounts, currencies and tenants apart, in minor units of any exponent', async () => {
    const charges = records(
      { body: { tenant_id: 'globex', currency: 'JPY', currency_exponent: 0, amount_minor: '9007199254740991' } },
      { body: { tenant_id: 'globex', currency: 'KWD', currency_exponent: 3, amount_minor: '1' } },
      { body: { tenant_id: 'initech', currency: 'JPY', currency_exponent: 0, amount_minor: '9223372036854775807' } },
    );
    expect(await ledger.consume(charges)).toEqual({ kind: 'done' });
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT a.tenant_id, a.currency, amount_minor::text FROM postings JOIN accounts a ON a.id = account_id
        WHERE name = 'provider_clearing' AND a.currency IN ('JPY', 'KWD') ORDER BY 1, 2`,
    );
    expect(rows).toEqual([
      { tenant_id: 'globex', currency: 'JPY', amount_minor: '9007199254740991' },
      { tenant_id: 'globex', currency: 'KWD', amount_minor: '1' },
      { tenant_id: 'initech', currency: 'JPY', amount_minor: '9223372036854775807' },
    ]);
  });

  it("takes withdrawn currencies, and every event's own exponent, whatever the table says today", async () => {
    const tenant_id = 'historic';
    const charges = records(
      ...['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL'].map((currency) => ({
        body: { tenant_id, currency },
      })),
      { body: { tenant_id, currency: 'UGX', currency_exponent: 2 } },
    );
    expect(await ledger.consume(charges)).toEqual({ kind: 'done' });
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT count(*)::int AS accounts, min(exponent) AS least, max(exponent) AS most
         FROM accounts WHERE tenant_id = 'historic' AND name = 'provider_clearing'`,
    );
    expect(rows).toEqual([{ accounts: 9, least: 2, most: 2 }]);
  });
});

it('reports the effects from the committed rows', async () => {
  expect(await ledger.scraped('ledger_effects_applied')).toBe(await ledger.count('journal_entries'));
});

it('leaves every currency balanced', async () => {
  const { rows } = await ledger.db.ownerPool.query(
    'SELECT currency, sum(amount_minor) AS total FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0',
  );
  expect(rows).toEqual([]);
});
