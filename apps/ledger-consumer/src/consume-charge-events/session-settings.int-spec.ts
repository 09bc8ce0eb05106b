import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_SETTINGS, namesakesOf, underSetting } from '@once/testing';
import { databaseCheck, settingsCheck } from '@once/observability';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));

beforeAll(async () => {
  ledger = await openLedger();
  await ledger.db.ownerPool.query(namesakesOf('inbox', 'charge_versions', 'accounts'));
});
afterAll(() => ledger.db.drop());

describe('settings of the database that the sessions of the consumer inherit', () => {
  it.each(HOSTILE_SETTINGS)('change nothing of what is posted: %s = %s', async (name, value) => {
    const chargeId = randomUUID();
    const money = { chargeId, version: 2, eventId: randomUUID(), body: { operation_id: randomUUID() } };
    const chunk = records({ chargeId, version: 1, type: 'authorized' }, money, money);
    const ofCharge = `charge_id = '${chargeId}'`;
    await underSetting(ledger.db.name, [name, value], async () => {
      expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
      expect(await ledger.consume(chunk)).toEqual({ kind: 'done' });
      await settingsCheck(ledger.pool).check();
    });
    expect(await ledger.count('journal_entries', ofCharge)).toBe(1);
    expect(await ledger.count('inbox', ofCharge)).toBe(2);
    expect(await ledger.count('parked_records')).toBe(0);
    const recent = `${ofCharge} AND abs(extract(epoch FROM posted_at - clock_timestamp())) < 3600`;
    expect(await ledger.count('journal_entries', recent)).toBe(1);
  });

  it('make the consumer unready, with the reason, when none of its sessions may set them', async () => {
    const check = settingsCheck(ledger.pool);
    await underSetting(ledger.db.name, ['session_replication_role', 'replica'], async () => {
      await expect(check.check()).rejects.toThrow('session_replication_role is replica, not origin or local');
    });
    await check.check();
  });

  it('do not make it unready while the database is down, which it waits out', async () => {
    const nowhere = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:9/nothing' });
    await settingsCheck(nowhere).check();
    await expect(databaseCheck(nowhere).check()).rejects.toThrow('ECONNREFUSED');
    await nowhere.end();
  });
});
