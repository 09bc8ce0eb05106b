import type { JudgedResult } from '../model/finding.ts';
import type { ProofTargets } from '../model/targets.ts';
import type { CheckOptions } from './check-options.ts';
import { judgeWorld } from './judge-world.ts';
import { readWorld } from './read-world.ts';

/**
 * Reads a run from outside and holds it against the invariants.
 * @throws InconclusiveError naming the source that could not be read; then nothing was shown, either way
 */
export async function checkRun(
  targets: ProofTargets,
  historyFile: string,
  options: CheckOptions,
): Promise<JudgedResult[]> {
  return judgeWorld(await readWorld(targets, historyFile, options));
}
