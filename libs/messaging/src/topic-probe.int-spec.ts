import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestTopic, testServers } from '@once/testing';
import { createKafka } from './kafka-client.ts';
import type { KafkaLogger } from './kafka-log.ts';
import { TopicProbe } from './topic-probe.ts';

const SILENT: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('TopicProbe', () => {
  const probes: TopicProbe[] = [];
  const probeOf = (topic: string, brokers: readonly string[] = testServers().kafkaBrokers): TopicProbe => {
    const kafka = createKafka({ clientId: 'probe-test', brokers, logger: SILENT });
    const probe = new TopicProbe({ kafka, topic, minPartitions: 12 });
    probes.push(probe);
    return probe;
  };

  afterEach(async () => {
    await Promise.all(probes.splice(0).map((probe) => probe.close()));
  });

  it('resolves for a topic with enough partitions, also for many askers at once', async () => {
    const probe = probeOf(await createTestTopic({ partitions: 12 }));
    await Promise.all(Array.from({ length: 20 }, () => probe.check()));
  });

  it('names what is missing when the topic has too few partitions', async () => {
    const topic = await createTestTopic({ partitions: 3 });
    await expect(probeOf(topic).check()).rejects.toThrow(`topic ${topic} has 3 partitions, at least 12 are needed`);
  });

  it('rejects for a topic that does not exist, and does not create it', async () => {
    const probe = probeOf('test.no-such-topic.v1');
    await expect(probe.check()).rejects.toThrow(/topic/);
    await expect(probe.check()).rejects.toThrow(/topic/);
  });

  it('rejects when no broker answers', async () => {
    await expect(probeOf('test.any.v1', ['127.0.0.1:1']).check()).rejects.toThrow(/ECONNREFUSED/);
  });
});
