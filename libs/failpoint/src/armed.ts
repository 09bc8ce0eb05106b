import { appendFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cutConnections, loseAnswers } from './armed-connections.ts';
import type { FailpointLabel } from './failpoint-label.ts';

export type { FailpointApp, FailpointLabel } from './failpoint-label.ts';

/**
 * What an armed crash point does to its process: die at once, stand still for a while, fail as code may fail, or lose
 * its connections to databases, broker and provider, before what it sends next takes effect there or after.
 */
export type FailpointMode =
  | { mode: 'kill' }
  | { mode: 'hang'; ms: number }
  | { mode: 'throw' }
  | { mode: 'drop_before' }
  | { mode: 'drop_after' };

/** Where hits are written and arms are found; without it nothing is ever armed. */
const FOLDER = process.env['ONCE_FAILPOINT_DIR'];
const INSTANCE = `${process.env['SERVICE_INSTANCE'] ?? 'process'}-${process.pid}`;

if (FOLDER !== undefined)
  for (const folder of ['hits', 'armed', 'taken']) mkdirSync(join(FOLDER, folder), { recursive: true });

/** Counts the hit, and does what the harness has armed it for. All of it synchronous: no other work comes between. */
export function failpoint(label: FailpointLabel): void {
  if (FOLDER === undefined) return;
  // One byte a hit: a file's size is the count, and a kill loses none.
  appendFileSync(join(FOLDER, 'hits', `${label}@${INSTANCE}`), '.');
  const arm = takeArm(FOLDER, label);
  if (arm) act(label, arm);
}

/** Of several processes that reach an armed point one takes it: a rename succeeds once. */
function takeArm(folder: string, label: FailpointLabel): FailpointMode | undefined {
  const taken = join(folder, 'taken', `${label}@${INSTANCE}@${Date.now()}`);
  try {
    renameSync(join(folder, 'armed', label), taken);
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(readFileSync(taken, 'utf8')) as FailpointMode;
}

function act(label: FailpointLabel, arm: FailpointMode): void {
  if (arm.mode === 'throw') throw new Error(`failpoint ${label}`);
  if (arm.mode === 'drop_before') return cutConnections();
  if (arm.mode === 'drop_after') return loseAnswers();
  if (arm.mode === 'kill') process.kill(process.pid, 'SIGKILL');
  // After a kill the signal may take a moment to arrive; nothing more may happen in it.
  standStill(arm.mode === 'hang' ? arm.ms : 60_000);
}

/** The whole process waits, as it would in a long garbage collection or on a paused virtual machine. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
