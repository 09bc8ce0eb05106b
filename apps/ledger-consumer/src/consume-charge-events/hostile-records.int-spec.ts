import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestTopic, eventually } from '@once/testing';
import kafkajs, { type IHeaders } from 'kafkajs';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { kafkaRecord } from '../../test/charge-event-record.ts';
import { openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';
import { openTestClients, runConsumer, type TestTopicClients } from '../../test/running-consumer.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

let ledger: LedgerFixture;
let clients: TestTopicClients;

beforeAll(async () => {
  [ledger, clients] = await Promise.all([openLedger(), openTestClients()]);
});

afterAll(async () => {
  await clients.close();
  await ledger.db.drop();
});

interface HostileRecord {
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers?: IHeaders;
  timestamp?: string;
}

const good = () => kafkaRecord({ chargeId: randomUUID() });
const withBody = (members: object): HostileRecord => {
  const record = good();
  return { ...record, value: JSON.stringify({ ...(JSON.parse(record.value) as object), ...members }) };
};
const withHeaders = (headers: IHeaders): HostileRecord => {
  const record = good();
  return { ...record, headers: { ...record.headers, ...headers } };
};
const NUL = String.fromCharCode(0);

/** Twenty kinds of record that nobody should ever post. */
const KINDS: Array<() => HostileRecord> = [
  () => ({ key: null, value: null }),
  () => ({ key: randomBytes(20), value: randomBytes(500) }),
  () => ({ ...good(), value: randomBytes(64) }),
  () => ({ ...good(), value: '' }),
  () => ({ ...good(), value: null }),
  () => ({ ...good(), value: `${good().value}}` }),
  () => ({ ...good(), value: '['.repeat(40_000) }),
  () => ({ ...good(), value: Buffer.alloc(900_000, 'x') }),
  () => ({ ...good(), headers: {} }),
  () => ({ ...good(), headers: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`h${n}`, 'x'])) }),
  () => ({ ...good(), key: randomUUID() }),
  () => withBody({ occurred_at: '0000-01-01T00:00:00Z' }),
  () => withHeaders({ ce_type: 'com.example.other.v1' }),
  () => withHeaders({ ce_source: '/stranger' }),
  () => withHeaders({ ce_id: ['a', 'b'] }),
  () => withHeaders({ ce_id: `x${NUL}y` }),
  () => withHeaders({ 'content-type': 'application/avro', [`n${NUL}`]: randomBytes(8) }),
  () => withBody({ tenant_id: `a${NUL}b` }),
  () => withBody({ amount_minor: '-1099' }),
  () => withBody({ amount_minor: 1e21, version: '1' }),
];

const ROUNDS = 10;

it('posts none of 200 hostile records, stops for none, and counts each', async () => {
  const topic = await createTestTopic({ partitions: 2 });
  const charges: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const chargeId = randomUUID();
    charges.push(chargeId);
    const messages = [...KINDS.map((kind) => kind()), kafkaRecord({ chargeId })];
    await clients.producer.send({ topic, messages: messages.map((message) => ({ ...message, partition: round % 2 })) });
  }
  const { app, strategy, fatal } = await runConsumer(topic, ledger.consumer);
  const hostile = ROUNDS * KINDS.length;
  await eventually('the drained topic', async () => (await ledger.count('parked_records')) === hostile);
  await eventually('the last event', async () => (await ledger.count('journal_entries')) === ROUNDS);
  strategy.assertAlive();
  await app.close();
  expect(fatal).toEqual([]);
  const ids = charges.map((id) => `'${id}'`).join();
  expect(await ledger.count('journal_entries', `charge_id IN (${ids})`)).toBe(ROUNDS);
  expect(await ledger.scraped('ledger_records_parked_total')).toBe(hostile);
  expect(await ledger.scraped('ledger_records_parked_total=oversized')).toBe(ROUNDS);
});

/** kafkajs lacks most codecs and unpacks without a bound, so the broker has to unpack what strangers compress. */
const unpackAtBroker = (topic: string) =>
  clients.admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic,
        configEntries: [{ name: 'compression.type', value: 'uncompressed' }],
      },
    ],
  });

const sendAsZstd = async (topic: string, message: ReturnType<typeof kafkaRecord>): Promise<void> => {
  const lacking = CompressionCodecs[CompressionTypes.ZSTD];
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => promisify(zstdCompress)(buffer),
    decompress: () => Promise.reject(new Error('unused')),
  });
  await clients.producer.send({ topic, compression: CompressionTypes.ZSTD, messages: [message] });
  CompressionCodecs[CompressionTypes.ZSTD] = lacking;
};

it('reads what was compressed by a codec that kafkajs lacks, on a topic that the broker keeps unpacked', async () => {
  const topic = await createTestTopic({ partitions: 1 });
  await unpackAtBroker(topic);
  const before = await ledger.count('journal_entries');
  await sendAsZstd(topic, good());
  const { app, fatal } = await runConsumer(topic, ledger.consumer);
  await eventually('the event', async () => (await ledger.count('journal_entries')) === before + 1);
  await app.close();
  expect(fatal).toEqual([]);
});

it('never gets to see a small record that unpacks to a large one: the broker refuses it', async () => {
  const topic = await createTestTopic({ partitions: 1 });
  await unpackAtBroker(topic);
  const bomb = { ...good(), value: Buffer.alloc(20_000_000) };
  const sent = clients.producer.send({ topic, compression: CompressionTypes.GZIP, messages: [bomb] });
  await expect(sent).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
});
