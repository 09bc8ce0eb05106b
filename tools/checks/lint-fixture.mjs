/** Prints what ESLint says of one fixture, as JSON. Usage: node lint-fixture.mjs FILE */
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
const code = readFileSync(process.argv[2], 'utf8');
const filePath = join(root, /^\/\/ stands at (\S+)/.exec(code)[1]);
const eslint = new ESLint({
  cwd: root,
  // Only the boundaries are asked about, and a file that does not exist has no types.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, program: null } } },
  ruleFilter: ({ ruleId }) => ruleId === '@nx/enforce-module-boundaries',
});
process.stdout.write(JSON.stringify(await eslint.lintText(code, { filePath })));
