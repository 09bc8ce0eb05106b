import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { chunkOf, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

/** Records of one partition with rising offsets, as a batch brings them. */
const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));
const LATER = '2026-11-20T10:07:00.000Z';
const ofCharge = (chargeId: string) => `charge_id = '${chargeId}'`;

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

describe('an event that comes again', () => {
  it('is dropped and counted, in the same chunk and in later ones', async () => {
    const chargeId = randomUUID();
    const event = { chargeId, eventId: randomUUID(), body: { operation_id: randomUUID() } };
    const before = await ledger.scraped('inbox_duplicates_total');
    await ledger.consume(records(event, event));
    await ledger.consume(records(event));
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(1);
    expect((await ledger.scraped('inbox_duplicates_total')) - before).toBe(2);
  });

  it('is applied once when the offset commit was lost after the database commit', async () => {
    const chargeId = randomUUID();
    const chunk = records({ chargeId, version: 1, type: 'authorized' }, { chargeId, version: 2 });
    await ledger.consume(chunk);
    // Another process reads from the last committed offset: the same records, and no memory of the first.
    expect(await ledger.anotherConsumer().consume(chunkOf(chunk))).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(1);
    expect(await ledger.count('inbox', ofCharge(chargeId))).toBe(2);
  });

  it.each([
    ['new', false],
    ['known', true],
  ])(
    'is applied once by consumers that work on the same chunk of %s charges at the same time',
    async (_what, isKnown) => {
      const charges = Array.from({ length: 20 }, () => randomUUID());
      const chunk = records(
        ...charges.map((chargeId): TestEvent => ({ chargeId, version: 1, type: 'authorized' })),
        ...charges.map((chargeId): TestEvent => ({ chargeId, version: 2 })),
      );
      // A charge that is new is guarded by the insert of its version's row, one that is known by the lock on it.
      if (isKnown) await ledger.consume(chunk.slice(0, 20));
      const zombies = Array.from({ length: 6 }, () => ledger.anotherConsumer());
      const shuffled = (shift: number) =>
        chunkOf([...chunk.slice(0, 20).slice(shift), ...chunk.slice(0, 20).slice(0, shift), ...chunk.slice(20)]);
      const outcomes = await Promise.all(zombies.map((zombie, index) => zombie.consume(shuffled(index * 3))));
      expect(outcomes).toEqual(zombies.map(() => ({ kind: 'done' })));
      const ids = charges.map((id) => `'${id}'`).join();
      expect(await ledger.count('journal_entries', `charge_id IN (${ids})`)).toBe(20);
      expect(await ledger.count('inbox', `charge_id IN (${ids})`)).toBe(40);
      expect(await ledger.count('charge_versions', `charge_id IN (${ids}) AND last_version = 2`)).toBe(20);
    },
  );

  it('is dropped and counted, or alarms with another payload, also when the inbox has forgotten it', async () => {
    const chargeId = randomUUID();
    const event = { chargeId, eventId: randomUUID(), body: { operation_id: randomUUID() } };
    await ledger.consume(records(event));
    await ledger.db.ownerPool.query(`DELETE FROM inbox WHERE ${ofCharge(chargeId)}`);
    const before = await ledger.scraped('inbox_duplicates_total');
    await ledger.consume(records(event, { ...event, body: { ...event.body, amount_minor: '1' } }));
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(1);
    expect((await ledger.scraped('inbox_duplicates_total')) - before).toBe(1);
    expect(await ledger.count('parked_records', ofCharge(chargeId))).toBe(1);
    expect(await ledger.count('parked_records', `${ofCharge(chargeId)} AND reason = 'payload_mismatch'`)).toBe(1);
  });

  it.each([
    ['known', false],
    ['forgotten', true],
  ])(
    'is dropped when it was made again after a failover, with another time, request and trace: %s to the inbox',
    async (_what, isForgotten) => {
      const [chargeId, operation_id] = [randomUUID(), randomUUID()];
      const effect = { operation_id, provider_account: 'simulator:acct_1', provider_effect_id: `eff_${chargeId}` };
      const event = { chargeId, eventId: randomUUID(), body: effect };
      const request = { id: 'req_2', idempotency_key_sha256: 'b'.repeat(64) };
      const again = { ...event, headers: { traceparent: '' }, body: { ...effect, request, occurred_at: LATER } };
      await ledger.consume(records(event));
      if (isForgotten) await ledger.db.ownerPool.query(`DELETE FROM inbox WHERE ${ofCharge(chargeId)}`);
      expect(await ledger.consume(records(again, { chargeId, version: 2, type: 'refunded' }))).toEqual({
        kind: 'done',
      });
      expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(2);
      expect(await ledger.count('parked_records', ofCharge(chargeId))).toBe(0);
    },
  );

  it('is dropped when it was made again under another version: the id is asked first', async () => {
    const [chargeId, operation_id] = [randomUUID(), randomUUID()];
    const event = { chargeId, eventId: randomUUID(), body: { operation_id } };
    await ledger.consume(records(event));
    expect(await ledger.consume(records({ ...event, version: 2 }, { ...event, version: 7 }))).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(1);
    expect(await ledger.count('parked_records', ofCharge(chargeId))).toBe(0);
  });

  it('alarms when its payload is another one, and posts nothing', async () => {
    const chargeId = randomUUID();
    const eventId = randomUUID();
    await ledger.consume(records({ chargeId, eventId }));
    const forged = records(
      { chargeId, eventId, body: { amount_minor: '999999' } },
      { chargeId, version: 2, type: 'refunded' },
    );
    expect(await ledger.consume(forged)).toEqual({ kind: 'done' });
    expect(await ledger.count('parked_records', `event_id = '${eventId}' AND reason = 'payload_mismatch'`)).toBe(1);
    expect(await ledger.count('postings', 'amount_minor = 999999')).toBe(0);
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(2);
    expect(await ledger.scraped('ledger_payload_mismatches_total')).toBeGreaterThan(0);
  });

  it('alarms when its id is used for two charges at the same time, and posts one of them', async () => {
    const eventId = randomUUID();
    const pair = [records({ eventId }), records({ eventId })];
    const outcomes = await Promise.all(pair.map((chunk) => ledger.anotherConsumer().consume(chunkOf(chunk))));
    const again = await Promise.all(pair.map((chunk) => ledger.anotherConsumer().consume(chunkOf(chunk))));
    expect([...outcomes, ...again]).toEqual(Array.from({ length: 4 }, () => ({ kind: 'done' })));
    expect(await ledger.count('journal_entries', `source_event_id = '${eventId}'`)).toBe(1);
    expect(await ledger.count('parked_records', `event_id = '${eventId}'`)).toBe(1);
  });
});

it('leaves every currency balanced', async () => {
  const { rows } = await ledger.db.ownerPool.query(
    'SELECT currency, sum(amount_minor) AS total FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0',
  );
  expect(rows).toEqual([]);
});
