import { Screen, type Output } from './screen.ts';

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Where a run shows itself: with `--json` standard output is for the summary alone, and all else goes beside it. */
export const runScreen = ({ stdout, stderr }: Streams, isJson: boolean, env: NodeJS.ProcessEnv): Screen =>
  new Screen(isJson ? stderr : stdout, env);
