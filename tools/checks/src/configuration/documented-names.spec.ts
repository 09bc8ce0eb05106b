import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../workspace-packages.ts';
import { ENVIRONMENTS } from './environments.ts';

const SETTINGS = new Set(Object.values(ENVIRONMENTS).flatMap((schema) => Object.keys(schema.shape)));

const filesOf = (patterns: string[]) =>
  globSync(patterns, { cwd: REPOSITORY_ROOT, exclude: ['**/{node_modules,dist,out-tsc,test}/**', '**/*.spec.ts'] });
const read = (file: string): string => readFileSync(join(REPOSITORY_ROOT, file), 'utf8');

/** In backticks, with an underscore, in capitals: a setting, or a constant of the code. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map(([, name]) => name ?? '');

const documents = filesOf([
  '*.md',
  'docs/**/*.md',
  '{apps,libs,tools}/*/README.md',
  '{demo,proof,bench}/README.md',
]).filter(
  // The changelog tells of what was; the decisions too.
  (file) => file !== 'CHANGELOG.md' && !file.startsWith('docs/adr/'),
);

describe('names of settings in documents', () => {
  const code = filesOf(['{apps,libs,tools}/*/src/**/*.ts', '{demo,proof,bench}/src/**/*.ts']).map(read).join('\n');
  const words = new Set(code.match(/\b[A-Z][A-Z0-9_]+\b/g));

  it('are found', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/operations.md', 'docs/configuration.md']));
    expect(
      documents.flatMap((file) => namesIn(read(file))).filter((name) => SETTINGS.has(name)).length,
    ).toBeGreaterThan(60);
  });

  it.each(documents)('exist: %s', (file) => {
    expect(namesIn(read(file)).filter((name) => !SETTINGS.has(name) && !words.has(name))).toEqual([]);
  });
});
