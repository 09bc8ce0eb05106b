import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../evidence/run-name.ts';
import { CONTROLS_FILE } from '../evidence/write-controls.ts';
import { SUMMARY_FILE } from '../evidence/write-evidence.ts';
import { codeOf } from '../error-code.ts';

export interface ListedRun {
  readonly name: string;
  /** `not ended` without a summary that can be read. */
  readonly verdict: string;
}

/** As many as a person scrolls through; older ones are still served. */
const MAX_LISTED = 200;

/** Newest first, for names begin with their time. */
export async function listRuns(root: string): Promise<ListedRun[]> {
  const names = (await readdir(root)).filter(isRunName).sort().reverse().slice(0, MAX_LISTED);
  return Promise.all(names.map(async (name) => ({ name, verdict: await verdictIn(join(root, name)) })));
}

/** A run of the negative controls has a file of its own, for its verdict is about the proof. */
async function verdictIn(run: string): Promise<string> {
  const verdict = await verdictOf(join(run, SUMMARY_FILE));
  return verdict === NOT_ENDED ? verdictOf(join(run, CONTROLS_FILE)) : verdict;
}

async function verdictOf(file: string): Promise<string> {
  try {
    const summary: unknown = JSON.parse(await readFile(file, 'utf8'));
    const verdict = typeof summary === 'object' && summary !== null && 'verdict' in summary ? summary.verdict : null;
    return typeof verdict === 'string' ? verdict : NOT_ENDED;
  } catch (error) {
    // A run that goes on, or was killed: one such folder must not hide all others.
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return NOT_ENDED;
    throw error;
  }
}

const NOT_ENDED = 'not ended';
