import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { askKafka } from './kafka/ask-kafka.ts';
import { judgeProcess, identifyProcess } from './run/process-identity.ts';
import type { ServerHandle, Stack } from './stack.ts';
import { startStack } from './start-stack.ts';

const ownServers = { ...process.env, PG_URL: '', KAFKA_BROKERS: '' };
let stacks = [] as unknown as [Stack, Stack];

beforeAll(async () => {
  stacks = await Promise.all([startStack({ env: ownServers }), startStack({ env: ownServers })]);
});

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.stop()));
});

describe('two stacks side by side', () => {
  it('have servers and folders of their own', async () => {
    const [one, two] = stacks;
    expect(new Set([one.dataDir, two.dataDir, one.postgresUrl, two.postgresUrl]).size).toBe(4);
    const [firstCluster, secondCluster] = await Promise.all(
      stacks.map((stack) => askKafka(stack.kafkaBrokers[0] ?? '')),
    );
    expect(firstCluster?.clusterId).not.toBe(secondCluster?.clusterId);
    expect(one.processes.map(({ name }) => name)).toEqual(['postgres', 'kafka']);
  });

  it('run a durable Postgres 18 whose owner may create databases', async () => {
    for (const stack of stacks) {
      const [row] = await query<{ version: string; fsync: string; super: boolean; encoding: string }>(
        stack,
        `SELECT version(), current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding,
                (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`,
      );
      expect(row).toEqual({
        version: expect.stringMatching(/^PostgreSQL 18\./),
        fsync: 'on',
        super: true,
        encoding: 'UTF8',
      });
    }
  });

  it('let nobody into Postgres without the password', async () => {
    const url = new URL(stacks[0].postgresUrl);
    url.password = 'guessed';
    await expect(new pg.Client(url.href).connect()).rejects.toThrow('password authentication failed');
  });

  it('carry a record through Kafka', async () => {
    const { kafkaBrokers } = stacks[0];
    await createTopic(kafkaBrokers, 'greetings');
    await produce(kafkaBrokers, 'greetings', 'hello');
    expect(await consumeOne(kafkaBrokers, 'greetings', 'readers')).toBe('hello');
  });

  it('keep port and data over an orderly restart and over a kill', async () => {
    const [, stack] = stacks;
    await createTopic(stack.kafkaBrokers, 'kept');
    await query(stack, `CREATE TABLE kept AS SELECT 'row' AS what`);
    await Promise.all([stack.postgres?.restart(), stack.kafka?.restart()]);
    await produce(stack.kafkaBrokers, 'kept', 'before the kill');
    await Promise.all([stack.postgres?.kill(), stack.kafka?.kill()]);
    expect(stack.processes).toEqual([]);
    await Promise.all([stack.postgres?.start(), stack.kafka?.start()]);
    expect(await query(stack, 'SELECT what FROM kept')).toEqual([{ what: 'row' }]);
    expect(await consumeOne(stack.kafkaBrokers, 'kept', 'readers')).toBe('before the kill');
  });

  it('come back when a stranger on their port leaves', async () => {
    const [, stack] = stacks;
    const kafkaPort = stack.kafkaBrokers[0]?.split(':')[1];
    // Each waits for its own stranger alone: one is refused at once, the other has a virtual machine to start first.
    await Promise.all([
      comesBackAfterStranger(stack.postgres, new URL(stack.postgresUrl).port, join(stack.dataDir, 'postgres.log')),
      comesBackAfterStranger(stack.kafka, kafkaPort, join(stack.dataDir, 'kafka.log')),
    ]);
    expect(await query(stack, 'SELECT what FROM kept')).toEqual([{ what: 'row' }]);
  });

  it('leave no process and no folder after a stop, asked for twice', async () => {
    const [, stack] = stacks;
    const processes = stack.processes.map(({ pid }) => identifyProcess(pid));
    await Promise.all([stack.stop(), stack.stop()]);
    expect(processes.map((identity) => identity && judgeProcess(identity))).toEqual(['dead', 'dead']);
    expect(existsSync(stack.dataDir)).toBe(false);
    await expect(query(stacks[0], 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });
});

async function query<Row extends pg.QueryResultRow>(stack: Stack, sql: string): Promise<Row[]> {
  const client = new pg.Client(stack.postgresUrl);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function comesBackAfterStranger(
  server: ServerHandle | null,
  port: string | undefined,
  log: string,
): Promise<void> {
  await server?.stop();
  const stranger = await listen(Number(port));
  const starting = server?.start();
  await logLine(log, 'Address already in use');
  stranger.close();
  await starting;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function logLine(path: string, text: string): Promise<void> {
  while (!(await readFile(path, 'utf8')).includes(text)) await delay(25);
}

const connectTo = (brokers: string[]) => new Kafka({ brokers, logLevel: logLevel.NOTHING });

async function createTopic(brokers: string[], topic: string): Promise<void> {
  const admin = connectTo(brokers).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  // A busy broker may take a moment to know what it has made.
  const isKnown = () =>
    admin.fetchTopicMetadata({ topics: [topic] }).then(
      () => true,
      () => false,
    );
  while (!(await isKnown())) await delay(100);
  await admin.disconnect();
}

async function produce(brokers: string[], topic: string, value: string): Promise<void> {
  const producer = connectTo(brokers).producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: [{ value }] });
  await producer.disconnect();
}

async function consumeOne(brokers: string[], topic: string, groupId: string): Promise<string | undefined> {
  const consumer = connectTo(brokers).consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  try {
    return await new Promise((resolve, reject) => {
      // A crash that restarts by itself is how kafkajs waits for a coordinator that is still loading.
      consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }) =>
        resolve(message.value?.toString());
      consumer.run({ eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
