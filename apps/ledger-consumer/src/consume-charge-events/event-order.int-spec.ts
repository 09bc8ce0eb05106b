import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { chunkOf, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;
let nextOffset = 0;

/** Records of one partition with rising offsets, as a batch brings them. */
const records = (...events: TestEvent[]) => events.map((event) => consumedRecord(event, { offset: nextOffset++ }));
const ofCharge = (chargeId: string) => `charge_id = '${chargeId}'`;

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

describe('order', () => {
  it('rests at a gap, with everything before it applied and nothing behind it', async () => {
    const [chargeId, other, behind] = [randomUUID(), randomUUID(), randomUUID()];
    const before = await ledger.scraped('ledger_version_gaps_total');
    const chunk = records({ chargeId: other }, { chargeId, version: 2 }, { chargeId: behind });
    const outcome = await ledger.consume(chunk);
    expect(outcome).toMatchObject({ kind: 'pause', reason: 'version_gap', processedThrough: chunk[0]?.offset });
    expect(await ledger.count('journal_entries', ofCharge(other))).toBe(1);
    expect(await ledger.count('journal_entries', `charge_id IN ('${chargeId}', '${behind}')`)).toBe(0);

    const rest = chunkOf(chunk.slice(1));
    expect(await ledger.consumer.consume(rest)).toMatchObject({ kind: 'pause', processedThrough: undefined });
    expect((await ledger.scraped('ledger_version_gaps_total')) - before).toBe(1);

    await ledger.consume(records({ chargeId, version: 1, type: 'authorized' }));
    expect(await ledger.consumer.consume(rest)).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', `charge_id IN ('${chargeId}', '${behind}')`)).toBe(2);
  });

  it('alarms on a taken version under a new id, and posts nothing for it', async () => {
    const chargeId = randomUUID();
    await ledger.consume(records({ chargeId }));
    expect(await ledger.consume(records({ chargeId, version: 1 }))).toEqual({ kind: 'done' });
    expect(await ledger.count('journal_entries', ofCharge(chargeId))).toBe(1);
    expect(await ledger.count('parked_records', `${ofCharge(chargeId)} AND reason = 'late_unknown'`)).toBe(1);
  });
});
