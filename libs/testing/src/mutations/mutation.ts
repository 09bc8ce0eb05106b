/** One safeguard taken away, and the test that must notice. */
export interface Mutation {
  /** Name of the patch file without its ending. */
  name: string;
  file: string;
  /** What is removed, with everything that would cover for it. */
  removes: string;
  suite: 'unit' | 'integration' | 'e2e';
  /** Test file, relative to the root. */
  test: string;
  /** Titles of tests that must go red, as they stand in the test file; each by a part of its full name. */
  reddens: string[];
}

const HEADER = /^# (removes|suite|test|reddens): (.+)$/;
const SUITES = ['unit', 'integration', 'e2e'] as const;

const isSuite = (text: string | undefined): text is Mutation['suite'] => SUITES.some((suite) => suite === text);

/**
 * Reads the header of a patch: lines `# removes:`, `# suite:`, `# test:` and one or more `# reddens:` before the diff.
 * @throws Error naming the file and what is missing
 */
export function readMutation(file: string, text: string): Mutation {
  const fields = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name && value) fields.set(name, [...(fields.get(name) ?? []), value.trim()]);
  }
  const [suite] = fields.get('suite') ?? [];
  const [test] = fields.get('test') ?? [];
  const [removes] = fields.get('removes') ?? [];
  const reddens = fields.get('reddens') ?? [];
  if (!isSuite(suite) || !test || !removes || reddens.length === 0) {
    throw new Error(`${file}: a mutation needs "# removes:", "# suite: ${SUITES.join('|')}", "# test:", "# reddens:"`);
  }
  const name = (file.split('/').at(-1) ?? file).replace(/\.patch$/, '');
  return { name, file, removes, suite, test, reddens };
}
