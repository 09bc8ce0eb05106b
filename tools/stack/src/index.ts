export { cleanLeftovers, type CleanedRun } from './run/clean-leftovers.ts';
export { withExclusiveLock } from './cache/exclusive-lock.ts';
export { identifyProcess, judgeProcess, type ProcessIdentity } from './run/process-identity.ts';
export { findFreePort } from './server/free-port.ts';
export { ServerFailedError } from './server/server-failed.error.ts';
export { SetupError } from './setup.error.ts';
export type { ServerChange, ServerHandle, Stack, StackOptions } from './stack.ts';
export { startStack } from './start-stack.ts';
export { cacheRoot } from './run/own-folder.ts';
