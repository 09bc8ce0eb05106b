/** Prints what ESLint says of each fixture, by its file, as JSON. Usage: node lint-fixture.mjs FILE… */
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
// The rule reads the project graph from Nx's cache and says nothing at all without it.
execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects', '--json'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const eslint = new ESLint({
  cwd: root,
  // Only the boundaries are asked about, and a file that does not exist has no types.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, program: null } } },
  ruleFilter: ({ ruleId }) => ruleId === '@nx/enforce-module-boundaries',
});

/** Each as if it stood where its first line says. */
const lint = async (file) => {
  const code = readFileSync(file, 'utf8');
  return [file, await eslint.lintText(code, { filePath: join(root, /^\/\/ stands at (\S+)/.exec(code)[1]) })];
};

const results = await Promise.all(process.argv.slice(2).map(lint));
process.stdout.write(JSON.stringify(Object.fromEntries(results)));
