import { basename, matchesGlob } from 'node:path';
import type { Suite } from '../runner/suites.ts';

/** What the promise rests on first; the mutations of these are tried at every commit. */
export const GUARDS = ['fence', 'provider_key', 'account', 'reservation', 'deduplication'] as const;

export type Guard = (typeof GUARDS)[number];

/** Those that a mutation's test may belong to. */
const SUITES = ['unit', 'integration', 'e2e', 'long'] as const satisfies Suite[];

/** One safeguard taken away, and the test that must notice. */
export interface Mutation {
  /** Name of the patch file without its ending. */
  name: string;
  file: string;
  /** What is removed, with everything that would cover for it. */
  removes: string;
  /** Which core promise it attacks; undefined for all that are not core. */
  guards: Guard | undefined;
  suite: (typeof SUITES)[number];
  /** Test file, relative to the root. */
  test: string;
  /** Titles of tests that must go red, as they stand in the test file; each by a part of its full name. */
  reddens: string[];
}

const FIELDS = ['removes', 'guards', 'suite', 'test', 'reddens'];
const HEADER = /^# (\w+): *(.*)$/;

const isGuard = (text: string): text is Guard => GUARDS.some((guard) => guard === text);
const isSuite = (text: string | undefined): text is Mutation['suite'] => SUITES.some((suite) => suite === text);

const readGuard = (file: string, [guard, ...others]: readonly string[]): Guard | undefined => {
  if (guard === undefined) return undefined;
  if (isGuard(guard) && others.length === 0) return guard;
  throw new Error(`${file}: "# guards:" is one of ${GUARDS.join(', ')}, not ${[guard, ...others].join(', ')}`);
};

const readFields = (file: string, text: string): Map<string, string[]> => {
  const fields = new Map<string, string[]>();
  for (const line of text.split('\n').filter((line) => line.startsWith('#'))) {
    const [, name = '', value] = HEADER.exec(line) ?? [];
    // A misspelt field would otherwise be one that is not there.
    if (!FIELDS.includes(name) || !value) throw new Error(`${file}: "${line}" is no line of a header`);
    fields.set(name, [...(fields.get(name) ?? []), value.trim()]);
  }
  return fields;
};

/**
 * Reads the header of a patch: lines `# removes:`, `# suite:`, `# test:` and one or more `# reddens:` before the diff;
 * and `# guards:` where it is one of the core.
 * @throws Error naming the file and what is missing or unknown
 */
export function readMutation(file: string, text: string): Mutation {
  const fields = readFields(file, text);
  const [suite] = fields.get('suite') ?? [];
  const [test] = fields.get('test') ?? [];
  const [removes] = fields.get('removes') ?? [];
  const reddens = fields.get('reddens') ?? [];
  if (!isSuite(suite) || !test || !removes || reddens.length === 0) {
    throw new Error(`${file}: a mutation needs "# removes:", "# suite: ${SUITES.join('|')}", "# test:", "# reddens:"`);
  }
  const name = basename(file, '.patch');
  return { name, file, removes, guards: readGuard(file, fields.get('guards') ?? []), suite, test, reddens };
}

/** Where mutations lie; patches elsewhere serve others. */
export const MUTATION_FILES = '{apps,libs,tools}/*/test/mutations/*.patch';

export const isMutationFile = (file: string): boolean => matchesGlob(file, MUTATION_FILES);

/**
 * Mutations are asked for, and their verdicts kept, by the names of their files.
 * @throws Error naming both files of each name that is there twice
 */
export function refuseSharedNames(files: readonly string[]): void {
  const byName = new Map<string, string[]>();
  for (const file of files) byName.set(basename(file), [...(byName.get(basename(file)) ?? []), file]);
  const shared = [...byName.values()].filter(({ length }) => length > 1);
  if (shared.length > 0) throw new Error(shared.map((same) => `${same.join(' and ')} share a name`).join('; '));
}
