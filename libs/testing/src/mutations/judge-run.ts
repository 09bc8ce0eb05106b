import type { Mutation } from './mutation.ts';

/** Full names of the tests that one run passed and failed. */
export interface TestRun {
  passed: string[];
  failed: string[];
  /** False when the suite did not load: a syntax error proves nothing about a safeguard. */
  isLoaded: boolean;
}

export type MutationVerdict = 'caught' | 'survived' | 'not_run';

/** A mutation is caught when each test that it names went red; tests that did not run say nothing. */
export function judgeRun({ reddens }: Mutation, { passed, failed, isLoaded }: TestRun): MutationVerdict {
  const has = (names: string[], part: string): boolean => names.some((name) => name.includes(part));
  if (!isLoaded || reddens.some((part) => !has(failed, part) && !has(passed, part))) return 'not_run';
  return reddens.every((part) => has(failed, part)) ? 'caught' : 'survived';
}
