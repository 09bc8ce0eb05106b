import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedEvents, recordedVersions, toRecords, type RecordedEvent } from '../test/contract/recorded-events.ts';
import { openLedger, type LedgerFixture } from '../test/ledger-fixture.ts';

/** What the books have to say about the recording of a version, whatever the version of the ledger. */
const POSTED: Record<string, string[]> = {
  '0.1.0': ['captured EUR 1099', 'captured KWD 1500', 'refunded EUR 500'],
};

const postedIn = async ({ db }: LedgerFixture): Promise<string[]> => {
  const { rows } = await db.ownerPool.query<{ line: string }>(
    `SELECT concat_ws(' ', e.entry_type, p.currency, p.amount_minor) AS line
     FROM journal_entries e JOIN postings p ON p.entry_id = e.id WHERE p.amount_minor > 0 ORDER BY line`,
  );
  return rows.map(({ line }) => line);
};

const consumeAll = async (ledger: LedgerFixture, events: readonly RecordedEvent[]): Promise<void> => {
  for (const [partition, ofPartition] of Map.groupBy(events, (event) => event.partition)) {
    expect(await ledger.consume(toRecords(ofPartition, partition))).toEqual({ kind: 'done' });
  }
};

describe.each(recordedVersions())("today's ledger, of events that version %s has published", (version) => {
  let ledger: LedgerFixture;
  beforeAll(async () => void (ledger = await openLedger()));
  afterAll(() => ledger.db.drop());

  it('posts what moved money, once, and parks nothing', async () => {
    await consumeAll(ledger, recordedEvents(version));
    await consumeAll(ledger, recordedEvents(version));
    expect(await postedIn(ledger)).toEqual(POSTED[version]);
    expect(await ledger.count('parked_records')).toBe(0);
    const charges = new Set(recordedEvents(version).map(({ key }) => key));
    expect(await ledger.count('charge_versions')).toBe(charges.size);
  });
});

describe("today's ledger, of events that a later version will publish", () => {
  let ledger: LedgerFixture;
  beforeAll(async () => void (ledger = await openLedger()));
  afterAll(() => ledger.db.drop());

  const [captured, ...others] = recordedEvents('0.1.0');
  const changed = (headers: object, body: object): RecordedEvent => ({
    ...captured!,
    headers: { ...captured!.headers, ...headers },
    value: JSON.stringify({ ...(JSON.parse(captured!.value) as object), ...body }),
  });

  it('ignores members and headers that it does not know, and takes the repeat without them for the same event', async () => {
    await ledger.consume(toRecords([changed({ ce_dataschema: 'x' }, { fee_minor: '3' })], captured!.partition));
    await ledger.consume(toRecords([captured!], captured!.partition, 1));
    expect(await postedIn(ledger)).toEqual(['captured EUR 1099']);
    expect(await ledger.count('parked_records')).toBe(0);
  });

  it.each([
    ['a type', { ce_type: 'payments.charge.disputed.v1' }, {}, 'foreign_event'],
    ['a currency', {}, { currency: 'XQQ' }, 'invalid_body'],
    ['a version of CloudEvents', { ce_specversion: '2.0' }, {}, 'foreign_event'],
  ])(
    'parks an event with %s that it does not know, and applies those of other charges',
    async (what, headers, body, reason) => {
      const partition = what.length;
      const later = others.find(({ headers: { ce_type: type } }) => type === 'payments.charge.failed.v1')!;
      expect(await ledger.consume(toRecords([changed(headers, body), later], partition, 10))).toEqual({ kind: 'done' });
      const parked = `partition = ${partition} AND reason = '${reason}'`;
      expect(await ledger.count('parked_records', parked)).toBe(1);
      expect(await ledger.count('charge_versions', `charge_id = '${later.key}'`)).toBe(1);
    },
  );
});
