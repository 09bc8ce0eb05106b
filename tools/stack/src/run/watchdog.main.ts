import { cleanRun } from './clean-leftovers.ts';

const runPath = process.argv[2];
if (runPath === undefined) throw new Error('usage: watchdog.main <folder of the run>');

// The owner holds the other end of the pipe and never writes: the end of input means that it is gone, or done.
process.stdin.resume();
process.stdin.once('end', () => void cleanRun(runPath));
