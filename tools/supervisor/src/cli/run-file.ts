import { DEFAULT_RUN_FILE } from '../start/start-once.ts';

/** ONCE_RUN_FILE lets a second stack of one checkout keep its own; tests do not meet the one that somebody works with. */
export const runFileOf = (env: NodeJS.ProcessEnv): string => env['ONCE_RUN_FILE'] || DEFAULT_RUN_FILE;
