export { withConnection, withUrlParts } from './provision/admin-connection.ts';
export { DATABASES, isDatabaseName, type DatabaseName, type ServiceRole } from './provision/database-spec.ts';
export { createTenant } from './provision/create-tenant.ts';
export { migrateDatabase, REPOSITORY_ROOT } from './provision/migrate-database.ts';
export {
  dropProvisionedDatabase,
  ensureGroupRoles,
  provisionDatabase,
  type ProvisionedDatabase,
} from './provision/provision-database.ts';
export { provisionTopics, type TopicSpec } from './provision/provision-topics.ts';
export { untilGroupsAreKept } from './provision/until-groups-are-kept.ts';
export { type OnceOptions, type ProcessBeside, type ProcessView, type RunningOnce } from './once.ts';
export { type ServiceKind } from './services/service-kind.ts';
export { AlreadyRunningError } from './stack-file/already-running.error.ts';
export { readRunningStack } from './stack-file/read-stack-file.ts';
export { TENANTS, type StackFile, type TenantName } from './stack-file/stack-file.ts';
export { DEFAULT_RUN_FILE, startOnce } from './start/start-once.ts';
export { ProcessFailedError } from './supervise/process-failed.error.ts';
