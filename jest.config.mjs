/**
 * One configuration for every suite of the workspace, told apart by the file's suffix:
 * spec (no I/O), int-spec (real Postgres, Kafka), pact-spec (contracts), e2e-spec (the built apps), long-spec (what
 * takes minutes by nature, on the built apps as well).
 */
const swc = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const suite = (displayName, suffix) => ({
  displayName,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/demo', '<rootDir>/proof'],
  testMatch: [`**/src/**/*.${suffix}.ts`, `**/test/**/*.${suffix}.ts`],
  modulePathIgnorePatterns: ['/dist/', '/out-tsc/'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['once-source', 'node', 'default'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
});

export default {
  projects: [
    suite('unit', 'spec'),
    // These three need servers: `libs/testing/src/run-tests.cli.ts` starts them once and passes their addresses.
    suite('integration', 'int-spec'),
    suite('contract', 'pact-spec'),
    suite('e2e', 'e2e-spec'),
    suite('long', 'long-spec'),
  ],
};
