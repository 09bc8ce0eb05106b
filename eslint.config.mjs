import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, on three axes that must all agree. `tools/checks/boundary-fixture` holds imports that break each
 * of them on purpose; a test fails when they pass.
 */
const depConstraints = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:domain', 'type:infra', 'type:contract'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain', 'type:infra', 'type:contract'] },
  { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:infra', 'type:contract'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:tool', 'type:domain', 'type:infra', 'type:contract'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:testing', 'type:tool', 'type:infra', 'type:contract'] },
  {
    sourceTag: 'type:bench',
    onlyDependOnLibsWithTags: ['type:app', 'type:tool', 'type:domain', 'type:infra', 'type:contract'],
  },
  {
    sourceTag: 'scope:bench',
    onlyDependOnLibsWithTags: ['scope:charge', 'scope:relay', 'scope:ledger', 'scope:shared'],
  },
  { sourceTag: 'scope:charge', onlyDependOnLibsWithTags: ['scope:charge', 'scope:shared'] },
  { sourceTag: 'scope:relay', onlyDependOnLibsWithTags: ['scope:relay', 'scope:shared'] },
  { sourceTag: 'scope:ledger', onlyDependOnLibsWithTags: ['scope:ledger', 'scope:shared'] },
  { sourceTag: 'scope:client', onlyDependOnLibsWithTags: ['scope:client', 'scope:shared'] },
  { sourceTag: 'scope:demo', onlyDependOnLibsWithTags: ['scope:demo', 'scope:client', 'scope:shared'] },
  { sourceTag: 'scope:monitoring', onlyDependOnLibsWithTags: ['scope:monitoring', 'scope:client', 'scope:shared'] },
  { sourceTag: 'scope:proof', onlyDependOnLibsWithTags: ['scope:proof', 'scope:client', 'scope:shared'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'framework:none', onlyDependOnLibsWithTags: ['framework:none'] },
  { sourceTag: 'framework:nest', onlyDependOnLibsWithTags: ['framework:nest', 'framework:none'] },
];

/** Tests may use the fixtures of `libs/testing`, the stack and the pieces that they put together. */
const TESTS = ['', 'int-', 'pact-', 'e2e-', 'long-'].map((kind) => `**/*.${kind}spec.ts`).concat('**/test/**/*.ts');

const boundaries = (constraints) => [
  'error',
  {
    allow: [],
    enforceBuildableLibDependency: false,
    checkDynamicDependenciesExceptions: ['.*'],
    depConstraints: constraints,
  },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/node_modules', '.nx', '.run', 'evidence', 'tools/checks/boundary-fixture'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, prettier],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(depConstraints),
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Nest's own options are classes only to be documented; object literals are how everyone passes them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest modules are classes with nothing but a decorator or a static factory.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true }],
      // An async function without await turns what it throws into a rejection, which is what its callers handle.
      '@typescript-eslint/require-await': 'off',
      // `() => Promise<void> | void` is how hooks say that they may or may not be asynchronous.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An arrow that only starts something reads better in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    // Configuration is parsed once, by libs/config; everything else is handed its values.
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [
      'libs/config/**',
      'libs/testing/**',
      'libs/failpoint/src/armed.ts',
      'libs/observability/src/tracing/register-tracing.ts',
      ...TESTS,
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment through libs/config.' },
      ],
    },
  },
  {
    // The output of a command line tool is its console.
    files: ['tools/**/*.ts', 'demo/**/*.ts', 'bench/**/*.ts', 'proof/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // The benchmark runs the app as it was built, with one provider replaced.
    files: ['bench/src/charges/serve-instant.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    // Whatever documents the settings and metrics of every service has to read what each specifies, from one file only.
    files: ['tools/checks/src/configuration/environments.ts', 'tools/checks/src/metrics/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    // The checker judges the services: a mistake that it shared with them would be invisible.
    files: ['proof/src/checker/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@once/*'], message: 'The checker shares no code with what it checks.' }] },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      '@nx/enforce-module-boundaries': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Rest siblings leave a member out on purpose.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // What a test reads from an answer or a row is judged by the expectation that follows.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
