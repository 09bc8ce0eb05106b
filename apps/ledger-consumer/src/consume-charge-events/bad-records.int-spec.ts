import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { chunkOf, MAX_ATTEMPTS, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';
import { poolWithBug } from '../../test/pool-with-bug.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

/** Records of one partition with rising offsets, as a batch brings them. */
const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));
const ofCharge = (chargeId: string) => `charge_id = '${chargeId}'`;

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

describe('a bad record', () => {
  it('is parked as it came, and the others of its chunk are applied', async () => {
    const [first, last] = [randomUUID(), randomUUID()];
    const chunk = records({ chargeId: first }, {}, { chargeId: last });
    const poison = { ...chunk[1], value: Buffer.from([0, 255, 1]), key: null, headers: { odd: Buffer.from([0]) } };
    await ledger.consume([chunk[0], poison, chunk[2]] as typeof chunk);
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT record_key, value, headers, reason, record_timestamp_ms::text, attempts FROM parked_records
        WHERE record_offset = ${poison.offset}`,
    );
    expect(rows).toEqual([
      {
        record_key: null,
        value: Buffer.from([0, 255, 1]),
        headers: [{ name_base64: 'b2Rk', value_base64: 'AA==' }],
        reason: 'foreign_event',
        record_timestamp_ms: '1795171526056',
        attempts: 1,
      },
    ]);
    expect(await ledger.count('journal_entries', `charge_id IN ('${first}', '${last}')`)).toBe(2);
  });

  it('is parked once however often it is delivered', async () => {
    const chunk = [{ ...records({})[0], value: null }] as ReturnType<typeof records>;
    await ledger.consume(chunk);
    await ledger.consume(chunk);
    expect(await ledger.count('parked_records', `record_offset = ${chunk[0]?.offset}`)).toBe(1);
    expect(await ledger.scraped('ledger_records_parked_total=missing_value')).toBe(1);
  });

  it("is parked at once when its exponent is not its account's", async () => {
    const tenant_id = 'exponents';
    const chunk = records(
      { body: { tenant_id } },
      { body: { tenant_id, currency_exponent: 3 } },
      { body: { tenant_id } },
    );
    expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', `tenant_id = '${tenant_id}'`)).toBe(2);
    expect(
      await ledger.count('parked_records', `record_offset = ${chunk[1]?.offset} AND reason = 'exponent_mismatch'`),
    ).toBe(1);
  });

  it('that the database refuses is tried a few times, alone, then parked; the others are applied', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    // Year 0 is a date for the schema and none for Postgres (22008).
    const chunk = records({ chargeId: before }, { body: { occurred_at: '0000-01-01T00:00:00Z' } }, { chargeId: after });
    const bad = chunk[1];
    const rest = () => chunkOf(chunk.slice(1));
    const first = await ledger.consume(chunk);
    expect(first).toMatchObject({ kind: 'pause', reason: 'record_failed', processedThrough: chunk[0]?.offset });
    for (let attempt = 2; attempt < MAX_ATTEMPTS; attempt++) {
      expect(await ledger.consumer.consume(rest())).toMatchObject({ kind: 'pause', reason: 'record_failed' });
    }
    expect(await ledger.count('journal_entries', ofCharge(after))).toBe(0);
    expect(await ledger.consumer.consume(rest())).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', `charge_id IN ('${before}', '${after}')`)).toBe(2);
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT reason, error_class, attempts FROM parked_records WHERE record_offset = ${bad?.offset}`,
    );
    expect(rows).toEqual([{ reason: 'database_refused', error_class: 'SQLSTATE 22008', attempts: MAX_ATTEMPTS }]);
  });
});

describe('a bug of ours', () => {
  it('that one record triggers parks that record with its class after a few tries; the others are applied', async () => {
    const [before, buggy, after] = [randomUUID(), randomUUID(), randomUUID()];
    const pool = poolWithBug(ledger.db.pool('ledger_service', 1), buggy);
    const consumer = ledger.anotherConsumer(pool);
    const chunk = records({ chargeId: before }, { chargeId: buggy }, { chargeId: after });
    expect(await consumer.consume(chunkOf(chunk))).toMatchObject({ kind: 'pause', processedThrough: chunk[0]?.offset });
    const rest = chunkOf(chunk.slice(1));
    for (let attempt = 2; attempt < MAX_ATTEMPTS; attempt++) await consumer.consume(rest);
    expect(await consumer.consume(rest)).toEqual({ kind: 'done' });
    const { rows } = await ledger.db.ownerPool.query(
      `SELECT reason, error_class, error_message, attempts FROM parked_records WHERE ${ofCharge(buggy)}`,
    );
    const parked = {
      reason: 'handler_failed',
      error_class: 'TypeError',
      error_message: 'injected',
      attempts: MAX_ATTEMPTS,
    };
    expect(rows).toEqual([parked]);
    expect(await ledger.count('journal_entries', `charge_id IN ('${before}', '${after}')`)).toBe(2);
  });
});

it('leaves every currency balanced', async () => {
  const { rows } = await ledger.db.ownerPool.query(
    'SELECT currency, sum(amount_minor) AS total FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0',
  );
  expect(rows).toEqual([]);
});
