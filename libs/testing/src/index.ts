export { PostgresProxy, type CommitFault } from './postgres-proxy.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { TEST_SERVERS_VARIABLE, testServers, type TestServers } from './test-servers.ts';
export { createTestTopic } from './test-topic.ts';
export { eventually } from './eventually.ts';
