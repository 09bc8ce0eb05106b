/** By what the names of a suite's test files end; `jest.config.mjs` has the same. */
export const SUFFIXES = {
  unit: '.spec.ts',
  contract: '.pact-spec.ts',
  integration: '.int-spec.ts',
  e2e: '.e2e-spec.ts',
  long: '.long-spec.ts',
} as const;

export type Suite = keyof typeof SUFFIXES;

export const SUITES = Object.keys(SUFFIXES) as Suite[];

/** What `npm test` runs: all but what takes minutes by nature, which is `npm run test:long`. */
export const USUAL_SUITES: readonly Suite[] = SUITES.filter((suite) => suite !== 'long');

export const isSuite = (name: string): name is Suite => Object.hasOwn(SUFFIXES, name);
