import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestTopic, eventually } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { kafkaRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';
import {
  openTestClients,
  runConsumer,
  type RunningConsumer,
  type TestTopicClients,
} from '../../test/running-consumer.ts';

let ledger: LedgerFixture;
let clients: TestTopicClients;
let topic: string;
let running: RunningConsumer[];

const publish = (partition: number, ...events: TestEvent[]) =>
  clients.producer.send({ topic, messages: events.map((event) => ({ ...kafkaRecord(event), partition })) });
const start = async (consumer = ledger.consumer, groupId?: string) => {
  const started = await runConsumer(topic, consumer, groupId);
  running.push(started);
  return started;
};
const among = (chargeIds: string[]) => `charge_id IN (${chargeIds.map((id) => `'${id}'`).join()})`;
const posted = (...chargeIds: string[]) => ledger.count('journal_entries', among(chargeIds));
/** A charge's entries in the order in which they were posted, each with its amounts, debit first. */
const entriesOf = async (chargeId: string): Promise<unknown[]> => {
  const sql = `SELECT entry_type, charge_version::integer AS version, array_agg(amount_minor ORDER BY line_no) AS amounts
               FROM journal_entries JOIN postings ON entry_id = id
               WHERE charge_id = $1 GROUP BY id ORDER BY posted_at`;
  return (await ledger.db.ownerPool.query(sql, [chargeId])).rows;
};
/** An event whose repeats state the same facts under the same id. */
const moving = (amount: string) => ({
  eventId: randomUUID(),
  body: { amount_minor: amount, operation_id: randomUUID() },
});
const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

beforeAll(async () => {
  [ledger, clients] = await Promise.all([openLedger(), openTestClients()]);
});

afterAll(async () => {
  await clients.close();
  await ledger.db.drop();
});

beforeEach(async () => {
  topic = await createTestTopic({ partitions: 3 });
  running = [];
});

afterEach(() => Promise.all(running.map(({ app }) => app.close())));

describe('charge events on the topic', () => {
  it('are posted once each, although each is published twice', async () => {
    const charges = ids(60);
    const events = charges.map((chargeId): TestEvent => ({
      chargeId,
      eventId: randomUUID(),
      body: { operation_id: randomUUID() },
    }));
    const before = await ledger.scraped('inbox_duplicates_total');
    await publish(0, ...events);
    await publish(1, ...events.slice(0, 30));
    await publish(0, ...events.slice(30));
    const { strategy } = await start();
    await eventually('the drained topic', async () => {
      const duplicates = (await ledger.scraped('inbox_duplicates_total')) - before;
      return duplicates === 60 && strategy.lag().every(({ records }) => records === 0);
    });
    expect(await posted(...charges)).toBe(60);
  });

  it('of a refund wait for those of its capture, and both post in order, once each', async () => {
    const [chargeId, behind, elsewhere] = ids(3) as [string, string, string];
    const authorized: TestEvent = { chargeId, version: 1, type: 'authorized' };
    const captured = { ...moving('1000'), chargeId, version: 2 };
    const refunded = { ...moving('400'), chargeId, version: 3, type: 'refunded' } as const;
    const duplicates = await ledger.scraped('inbox_duplicates_total');
    await publish(0, refunded, { chargeId: behind });
    const { strategy } = await start();
    await eventually('the pause', () => strategy.pausedPartitions().some(({ reason }) => reason === 'version_gap'));

    await publish(1, authorized, { chargeId: elsewhere });
    await eventually('the other partition', async () => (await posted(elsewhere)) === 1);
    expect(await ledger.count('charge_versions', `charge_id = '${chargeId}' AND last_version = 1`)).toBe(1);
    expect(await posted(chargeId, behind)).toBe(0);
    expect(await ledger.count('parked_records')).toBe(0);
    strategy.assertAlive();

    await publish(2, captured, captured, refunded);
    await eventually('all of them', async () => (await posted(chargeId, behind)) === 3);
    await eventually('no pause', () => strategy.pausedPartitions().length === 0);
    await eventually('the repeats', async () => (await ledger.scraped('inbox_duplicates_total')) - duplicates === 2);
    expect(await entriesOf(chargeId)).toEqual([
      { entry_type: 'captured', version: 2, amounts: ['1000', '-1000'] },
      { entry_type: 'refunded', version: 3, amounts: ['400', '-400'] },
    ]);
  });

  it('are posted once by two consumers of two groups at the same time', async () => {
    const charges = ids(200);
    // Published first: a group that joined an empty topic has nothing behind it either.
    await publish(0, ...charges.map((chargeId): TestEvent => ({ chargeId, version: 1, type: 'authorized' })));
    await publish(0, ...charges.map((chargeId): TestEvent => ({ chargeId, version: 2 })));
    await Promise.all([start(ledger.anotherConsumer()), start(ledger.anotherConsumer())]);
    await eventually('drained groups', () =>
      running.every(({ strategy }) =>
        strategy.lag().some(({ partition, records }) => partition === 0 && records === 0),
      ),
    );
    expect(await posted(...charges)).toBe(200);
    expect(await ledger.count('charge_versions', `${among(charges)} AND last_version > 2`)).toBe(0);
  });

  it('are applied once and in order by a consumer that takes over in the middle', async () => {
    const charges = ids(100);
    const groupId = `ledger.${randomUUID()}`;
    for (const version of [1, 2, 3]) {
      const type = version === 1 ? 'captured' : 'refunded';
      await publish(
        0,
        ...charges.map((chargeId): TestEvent => ({ chargeId, version, type, body: { amount_minor: '7' } })),
      );
    }
    const first = await start(ledger.anotherConsumer(), groupId);
    await eventually('a beginning', async () => (await posted(...charges)) > 0);
    const [second] = await Promise.all([start(ledger.anotherConsumer(), groupId), first.app.close()]);
    await eventually('all', async () => (await posted(...charges)) === 300);
    expect(second.fatal).toEqual([]);
    expect(await ledger.count('parked_records')).toBe(0);
  });
});
