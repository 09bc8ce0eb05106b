import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChunkOutcome } from '@once/messaging';
import { testServers } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { chunkOf, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';

let ledger: LedgerFixture;

const chargesOf = (count: number): TestEvent[] => Array.from({ length: count }, () => ({ chargeId: randomUUID() }));
const chunkAt = (events: TestEvent[], firstOffset: number) =>
  chunkOf(events.map((event, index) => consumedRecord(event, { offset: firstOffset + index })));

beforeAll(async () => {
  ledger = await openLedger();
});

afterAll(() => ledger.db.drop());

/** Ends every connection of the service, at whatever point of its transaction it is. */
const killBackends = (admin: Pool) =>
  admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename LIKE 'ledger_service%'`,
    [ledger.db.name],
  );

describe('while the database is out', () => {
  it.each([
    ['nobody listens', () => ledger.db.serviceUrl('ledger_service').replace(/:\d+\//, ':1/')],
    ['the login was changed', () => ledger.db.serviceUrl('ledger_service').replace(/:[^:@]+@/, ':wrong@')],
    ['the database is gone', () => ledger.db.serviceUrl('ledger_service').replace(/[^/]+$/, 'gone')],
  ])('a chunk is left for later and nothing is parked: %s', async (_what, url) => {
    const pool = new Pool({ connectionString: url(), connectionTimeoutMillis: 2_000 });
    const outcome = await ledger.anotherConsumer(pool).consume(chunkAt(chargesOf(3), 0));
    await pool.end();
    expect(outcome).toMatchObject({ kind: 'pause', reason: 'database_outage' });
    expect(outcome).not.toHaveProperty('processedThrough', expect.anything());
    expect(await ledger.count('parked_records')).toBe(0);
    expect(await ledger.count('inbox')).toBe(0);
  });

  it('a consumer of a closed pool parks nothing either', async () => {
    const pool = new Pool({ connectionString: ledger.db.serviceUrl('ledger_service') });
    await pool.end();
    const consumer = ledger.anotherConsumer(pool);
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await consumer.consume(chunkAt(chargesOf(1), 0))).kind).toBe('pause');
    }
    expect(await ledger.count('parked_records')).toBe(0);
  });
});

/** Kills connections at random moments until `isDone` says so. */
const killUntil = async (isDone: () => boolean): Promise<void> => {
  const admin = new Pool({ connectionString: testServers().adminUrl });
  while (!isDone()) {
    await killBackends(admin);
    await admin.query('SELECT pg_sleep(random() * 0.03)');
  }
  await admin.end();
};

describe('when connections are killed again and again', () => {
  const SIZE = 10;
  const ENOUGH_OUTAGES = 15;

  const consumeUntilDone = async (chunk: ReturnType<typeof chunkAt>): Promise<number> => {
    for (let pauses = 0; ; pauses++) {
      const outcome: ChunkOutcome = await ledger.consumer.consume(chunk);
      if (outcome.kind === 'done') return pauses;
      expect(outcome.reason).toBe('database_outage');
    }
  };

  it('every event is applied once, none is parked, and the process lives', async () => {
    let pauses = 0;
    let chunks = 0;
    const over = new AbortController();
    const killing = killUntil(() => over.signal.aborted);
    try {
      for (; pauses < ENOUGH_OUTAGES; chunks++) {
        pauses += await consumeUntilDone(chunkAt(chargesOf(SIZE), chunks * SIZE));
      }
    } finally {
      over.abort();
      await killing;
    }
    expect(await ledger.count('journal_entries')).toBe(chunks * SIZE);
    expect(await ledger.count('inbox')).toBe(chunks * SIZE);
    expect(await ledger.count('parked_records')).toBe(0);
  });
});
