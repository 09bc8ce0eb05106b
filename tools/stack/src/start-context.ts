import type { RunFolder } from './run/run-folder.ts';

/** What every step of a start needs. */
export interface StartContext {
  run: RunFolder;
  cacheRoot: string;
  signal: AbortSignal;
  report: (line: string) => void;
  env: NodeJS.ProcessEnv;
}
