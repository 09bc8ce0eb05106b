import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChargeSchema } from '@once/contracts';
import { IdempotentOperations, type ExecuteResult, type OperationRequest } from '@once/idempotency';
import { createTestTopic, testServers } from '@once/testing';
import { Kafka, logLevel, type Consumer, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { CreateChargeCommand } from '../src/change/create/create-charge.command.ts';
import { CreateChargeHandler } from '../src/change/create/create-charge.handler.ts';
import { readOperationBody } from '../src/http/operation-body.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

const KEYS = Array.from({ length: 12 }, (_, index) => `layer-${index}`);
const WAIT_MS = 20_000;
/** Each caller writes the same intent in its own way, as services in different languages do. */
const BODIES = {
  http: '{"amount":1099,"currency":"EUR","source":"tok_visa"}',
  kafka: '{ "source":"tok_visa", "currency":"EUR", "amount":1.099e3 }',
  job: '{"currency":"\\u0045UR","amount":1099.0,"source":"tok_visa"}',
};

/** What a caller that is not HTTP hands to the operation layer. */
const toRequest = (tenantId: string, key: string, text: string): OperationRequest<CreateChargeCommand> => {
  const { input, command } = readOperationBody(createChargeSchema, Buffer.from(text));
  return {
    ...{ tenantId, idempotencyKey: key, operation: 'charge.create', resourceIds: [], input, resourceId: randomUUID() },
    command: {
      ...{ operationId: randomUUID(), amountMinor: BigInt(command.amount), currency: command.currency },
      ...{ source: command.source, capture: command.capture, reference: null, description: null, metadata: {} },
      ...{ requestId: randomUUID(), instance: '/v1/charges', traceparent: null },
    },
  };
};

const bytesOf = (result: ExecuteResult<unknown>): string =>
  result.kind === 'answered' ? `${result.answer.status} ${result.answer.body.toString()}` : result.kind;

const isFirst = (result: ExecuteResult<unknown>): boolean => result.kind === 'answered' && !result.isReplayed;

let world: ChargeApiWorld;
let producer: Producer;
let consumer: Consumer;
let topic: string;

/** Each record waits at the start line until its race begins. */
const races = new Map(
  KEYS.map((key) => [key, { atStart: Promise.withResolvers<true>(), go: Promise.withResolvers<true>() }]),
);
const handled = new Map(KEYS.map((key) => [key, Promise.withResolvers<ExecuteResult<unknown>>()]));

/** A handler of records, on an instance of its own. */
const consume = async (): Promise<void> => {
  const { app } = world.instances[1]!;
  const operations = app.get(IdempotentOperations);
  const handler = app.get(CreateChargeHandler);
  await consumer.run({
    eachMessage: async ({ message }) => {
      const key = String(message.key);
      const race = races.get(key)!;
      race.atStart.resolve(true);
      await race.go.promise;
      const request = toRequest(world.acme.tenantId, key, String(message.value));
      handled.get(key)!.resolve(await operations.execute(request, handler, { waitMs: WAIT_MS }));
    },
  });
};

beforeAll(async () => {
  [world, topic] = await Promise.all([ChargeApiWorld.start({ instances: 2 }), createTestTopic({ partitions: 1 })]);
  await world.provider.setLatency(30);
  const kafka = new Kafka({ clientId: 'layer', brokers: testServers().kafkaBrokers, logLevel: logLevel.NOTHING });
  producer = kafka.producer();
  consumer = kafka.consumer({ groupId: `layer-${randomUUID()}` });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic, fromBeginning: true });
  await consume();
});
afterAll(async () => {
  for (const { go } of races.values()) go.resolve(true);
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
  await world.stop();
});

/** A scheduled job has an engine of its own, like one that runs in another process. */
const runJob = async (engine: IdempotentOperations, key: string): Promise<ExecuteResult<unknown>> =>
  engine.execute(toRequest(world.acme.tenantId, key, BODIES.job), world.instances[0]!.app.get(CreateChargeHandler), {
    waitMs: WAIT_MS,
  });

describe('HTTP, a Kafka handler and a scheduled job that race on one key', () => {
  it('have one effect, and all of them get the same answer', async () => {
    const engine = new IdempotentOperations(world.database.pool('charge_service'));
    await producer.send({ topic, messages: KEYS.map((key) => ({ key, value: BODIES.kafka })) });
    for (const key of KEYS) {
      const race = races.get(key)!;
      await race.atStart.promise;
      race.go.resolve(true);
      const [http, kafka, job] = await Promise.all([
        world.acme.post('/v1/charges', BODIES.http, { key, headers: { prefer: 'wait=20' } }),
        handled.get(key)!.promise,
        runJob(engine, key),
      ]);
      expect(http.status).toBe(201);
      expect([bytesOf(kafka), bytesOf(job)]).toEqual([`201 ${http.text}`, `201 ${http.text}`]);
      const firsts = [http.headers.get('idempotent-replayed') === null, isFirst(kafka), isFirst(job)];
      expect(firsts.filter(Boolean)).toHaveLength(1);
      expect(await world.provider.effectsOf(String(http.body.id))).toHaveLength(1);
    }
    expect(await world.provider.effects()).toHaveLength(KEYS.length);
    expect(await world.count('SELECT FROM provider_attempts')).toBe(KEYS.length);
    await engine.drain();
  });

  it('are told apart from a caller that means something else by the same key', async () => {
    const engine = new IdempotentOperations(world.database.pool('charge_service'));
    const { app } = world.instances[0]!;
    const other = toRequest(world.acme.tenantId, KEYS[0]!, BODIES.job.replace('1099', '1098'));
    expect(await engine.execute(other, app.get(CreateChargeHandler))).toEqual({ kind: 'reused' });
    await engine.drain();
  });
});
