import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { parseEnv } from '@once/config';
import { KafkaBatchStrategy } from '@once/messaging';
import { ServiceModule } from '@once/observability';
import { createTestDatabase, createTestTopic, eventually, testServers, type TestDatabase } from '@once/testing';
import type { Consumer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { kafkaRecord } from '../test/charge-event-record.ts';
import { openTestClients, type TestTopicClients } from '../test/running-consumer.ts';
import { AppModule } from './app.module.ts';
import { ledgerConsumerEnv } from './config/ledger-consumer.env.ts';

let db: TestDatabase;
let clients: TestTopicClients;
let topic: string;
let app: NestFastifyApplication;

beforeAll(async () => {
  [db, clients, topic] = await Promise.all([createTestDatabase('ledger'), openTestClients(), createTestTopic()]);
  const env = parseEnv(ledgerConsumerEnv, {
    DATABASE_URL: db.serviceUrl('ledger_service'),
    KAFKA_BROKERS: testServers().kafkaBrokers.join(),
    KAFKA_GROUP_ID: `ledger.${randomUUID()}`,
    LEDGER_TOPIC: topic,
    KAFKA_SESSION_TIMEOUT_MS: '6000',
    DATABASE_STATEMENT_TIMEOUT_MS: '2000',
    LEDGER_ALIVE_WITHIN_MS: '3000',
    LOG_LEVEL: 'silent',
  });
  const logging = { service: 'ledger-consumer', instance: 'test', level: 'silent' };
  const module = Test.createTestingModule({ imports: [ServiceModule.register(logging, AppModule.register(env))] });
  app = (await module.compile()).createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  await app.startAllMicroservices();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(async () => {
  await app.close();
  await clients.close();
  await db.drop();
});

const get = async (url: string) => app.inject({ method: 'GET', url });
const statusOf = async (url: string): Promise<number> => (await get(url)).statusCode;
const sample = async (series: string): Promise<number> => {
  const line = (await get('/metrics')).body.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length));
};
const metric = async (line: string): Promise<boolean> => (await get('/metrics')).body.split('\n').includes(line);

describe('the ledger consumer', () => {
  it('becomes ready when it has joined its group', async () => {
    await eventually('readiness', async () => (await statusOf('/readyz')) === 200);
  });

  it('posts what is published and shows it in its metrics', async () => {
    const event = { chargeId: randomUUID(), eventId: randomUUID(), body: { operation_id: randomUUID() } };
    const messages = [kafkaRecord(event), kafkaRecord(event), { key: 'x', value: 'y' }];
    await clients.producer.send({ topic, messages: messages.map((message) => ({ ...message, partition: 5 })) });
    await eventually('the effect', () => metric('ledger_effects_applied 1'));
    await eventually('the duplicate', () => metric('inbox_duplicates_total 1'));
    await eventually('the parked record', () => metric('ledger_records_parked_total{reason="foreign_event"} 1'));
    expect(await metric('consumer_partitions_paused{reason="version_gap"} 0')).toBe(true);
    await eventually('no lag', () => metric(`consumer_lag_records{topic="${topic}",partition="5"} 0`));
    expect(await metric(`consumer_lag_seconds{topic="${topic}",partition="5"} 0`)).toBe(true);
  });

  it('stays ready and shows the pause while a partition waits at a gap', async () => {
    await clients.producer.send({ topic, messages: [{ ...kafkaRecord({ version: 2 }), partition: 1 }] });
    await eventually('the gap', () => metric('ledger_version_gaps_total 1'));
    await eventually('the pause', () => metric('consumer_partitions_paused{reason="version_gap"} 1'));
    expect(await statusOf('/readyz')).toBe(200);
    const lagOf = (unit: string) => sample(`consumer_lag_${unit}{topic="${topic}",partition="1"}`);
    expect(await lagOf('records')).toBe(1);
    const before = await lagOf('seconds');
    await eventually('an age that grows while the record waits', async () => (await lagOf('seconds')) > before);
  });

  it('is unready, but alive, when its consumer is dead inside', async () => {
    await app.get(KafkaBatchStrategy).unwrap<Consumer>().stop();
    const unready = await eventually('unreadiness', async () => {
      const answer = await get('/readyz');
      return answer.statusCode === 503 && answer;
    });
    expect(unready.body).toMatch(/consumer/);
    expect(await statusOf('/livez')).toBe(200);
  });
});
