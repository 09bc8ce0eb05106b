export { CommitUnknownError } from './commit-unknown.error.ts';
export { dataSourceOptions, type DatabaseOptions } from './data-source-options.ts';
export { poolOf } from './pool-of.ts';
export { runInTx, runStatementOnce } from './run-in-tx.ts';
export { runMigrations } from './run-migrations.ts';
export { constraintOf, failureCauseOf, sqlStateOf, type FailureCause } from './sql-state.ts';
export { statement, type Statement } from './statement.ts';
export { timeCheckouts } from './time-checkouts.ts';
export type { StatementResult, Tx } from './tx.ts';
