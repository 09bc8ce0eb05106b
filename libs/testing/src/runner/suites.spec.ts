import { describe, expect, it } from '@jest/globals';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { SUFFIXES, USUAL_SUITES } from './suites.ts';

interface Project {
  displayName: string;
  roots: string[];
  testMatch: string[];
}

const read = (file: string): string => readFileSync(join(REPOSITORY_ROOT, file), 'utf8');
const config = (await import(join(REPOSITORY_ROOT, 'jest.config.mjs'))) as { default: { projects: Project[] } };
const { projects } = config.default;
const names = projects.map(({ displayName }) => displayName).sort();
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The suites of which a script of package.json runs every test. */
const suitesRunBy = (script: string): string[] => {
  const [call, only] = /run-tests\.cli\.ts(?: --only (\S+))?$/.exec(scripts[script] ?? '') ?? [];
  if (call === undefined) return [];
  return only?.split(',') ?? [...USUAL_SUITES];
};

const projectsOf = (file: string): string[] =>
  projects
    .filter(({ roots }) => roots.some((root) => file.startsWith(`${root.replace('<rootDir>/', '')}/`)))
    .filter(({ testMatch }) => testMatch.some((pattern) => matchesGlob(file, pattern)))
    .map(({ displayName }) => displayName);

describe('the suites', () => {
  it("are Jest's projects, by the same suffixes", () => {
    const suffixes = projects.map(({ displayName, testMatch }) => [
      displayName,
      [...new Set(testMatch.map((pattern) => pattern.slice(pattern.lastIndexOf('*') + 1)))],
    ]);
    expect(Object.fromEntries(suffixes)).toEqual(
      Object.fromEntries(Object.entries(SUFFIXES).map(([suite, suffix]) => [suite, [suffix]])),
    );
  });

  it('are run whole by npm test or npm run test:long, each by one of them', () => {
    expect(['test', 'test:long'].flatMap(suitesRunBy).sort()).toEqual(names);
  });

  it('are run whole by the steps of CI, each by one of them', () => {
    const steps = [
      ...read('.ci/run').matchAll(/^counted '[^']+' npm (?:run )?(?:--silent )?([\w:]+)(?: --silent)?$/gm),
    ];
    expect(steps.flatMap(([, script = '']) => suitesRunBy(script)).sort()).toEqual(names);
  });

  it('have every test file of the workspace, each in one of them', () => {
    const files = globSync('**/*.{spec,test,*-spec,*-test}.{ts,js,mts,mjs}', {
      cwd: REPOSITORY_ROOT,
      exclude: ['**/{node_modules,dist,out-tsc,.run}/**'],
    });
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => projectsOf(file).length !== 1)).toEqual([]);
  });
});
