export { PostgresProxy, type CommitFault } from './postgres-proxy.ts';
export { KafkaProxy } from './processes/kafka-proxy.ts';
export type { KafkaRequestKind } from './processes/kafka-frames.ts';
export { ServiceProcess, type ServiceOptions } from './processes/service-process.ts';
export { TestFleet } from './processes/test-fleet.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { TEST_SERVERS_VARIABLE, testServers, type TestServers } from './test-servers.ts';
export { createTestTopic } from './test-topic.ts';
export { eventually } from './eventually.ts';
