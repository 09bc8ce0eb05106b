import { startOnce, type OnceOptions, type RunningOnce } from '@once/supervisor';
import { createTestTopic } from '../servers/test-topic.ts';
import { testServers } from '../servers/test-servers.ts';

/**
 * A whole stack on the servers of the test run, with databases, logins and a topic of its own. For suites that leave the
 * servers alone: a broker of their own would cost more processor time than most of their tests.
 */
export async function startOnTestServers(options: OnceOptions = {}): Promise<RunningOnce> {
  const { adminUrl, kafkaBrokers } = testServers();
  process.env['PG_URL'] = adminUrl;
  process.env['KAFKA_BROKERS'] = kafkaBrokers.join(',');
  const topic = await createTestTopic();
  const { serviceEnv } = options;
  return startOnce({
    runFile: null,
    ...options,
    serviceEnv: {
      ...serviceEnv,
      relay: { RELAY_TOPIC: topic, ...serviceEnv?.relay },
      'ledger-consumer': { LEDGER_TOPIC: topic, ...serviceEnv?.['ledger-consumer'] },
    },
  });
}
