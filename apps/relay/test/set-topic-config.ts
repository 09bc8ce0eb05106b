import { createKafka } from '@once/messaging';
import { eventually, testServers } from '@once/testing';
import { ConfigResourceTypes } from 'kafkajs';
import { SILENT } from '../../../libs/outbox/test/silent.ts';

/** Changes one setting of a topic and waits until the broker goes by it. */
export async function setTopicConfig(topic: string, name: string, value: string): Promise<void> {
  const admin = createKafka({ clientId: 'topic-config', brokers: testServers().kafkaBrokers, logger: SILENT }).admin();
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic };
  await admin.connect();
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: [{ name, value }] }] });
  await eventually(`${name} = ${value}`, async () => {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    return resources[0]?.configEntries.some((entry) => entry.configName === name && entry.configValue === value);
  });
  await admin.disconnect();
}
