export { byTimestamp, type MigrationClass } from './by-timestamp.ts';
export { assertSafeSettings, UnsafeSettingsError } from './assert-safe-settings.ts';
export { CommitUnknownError } from './commit-unknown.error.ts';
export {
  CLIENT_GRACE_MS,
  dataSourceOptions,
  DEFAULT_STATEMENT_TIMEOUT_MS,
  type DatabaseOptions,
} from './data-source-options.ts';
export { poolOf } from './pool-of.ts';
export { runInSnapshot, runInTx } from './run-in-tx.ts';
export { runMigrations } from './run-migrations.ts';
export { runStatementOnce } from './run-statement-once.ts';
export { constraintOf, failureCauseOf, sqlStateOf, type FailureCause } from './sql-state.ts';
export { statement, type Statement } from './statement.ts';
export { timeCheckouts } from './time-checkouts.ts';
export type { StatementResult, Tx } from './tx.ts';
