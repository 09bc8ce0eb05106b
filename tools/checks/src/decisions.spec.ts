import { describe, expect, it } from '@jest/globals';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from './workspace-packages.ts';

const read = (file: string): string => readFileSync(join(REPOSITORY_ROOT, file), 'utf8');
const pages = readdirSync(join(REPOSITORY_ROOT, 'docs/adr')).filter((name) => name !== 'README.md');

describe('docs/adr', () => {
  it('lists every decision once, with its date and its title', () => {
    const rows = [...read('docs/adr/README.md').matchAll(/^\| (\S+) +\| \[(.+)\]\((.+)\) +\|$/gm)];
    const expected = pages.map((file) => [file.slice(0, 10), /^# (.+)$/m.exec(read(`docs/adr/${file}`))?.[1], file]);
    expect(rows.map(([, ...cells]) => cells).sort()).toEqual(expected.sort());
  });

  it.each(pages)('%s answers what a decision has to', (file) => {
    const text = read(`docs/adr/${file}`);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(
      expect.arrayContaining(['Question', 'Decision', 'What it costs', 'What would reverse it']),
    );
    expect(text).toMatch(new RegExp(`^${file.slice(0, 10)} · (accepted|replaced)`, 'm'));
  });

  it.each(pages)('%s names files of this repository that exist', (file) => {
    const paths = [...read(`docs/adr/${file}`).matchAll(/`((?:apps|libs|tools|proof|docs)\/[\w./-]+)`/g)];
    const missing = paths.flatMap(([, path = '']) =>
      globSync(path, { cwd: REPOSITORY_ROOT }).length > 0 ? [] : [path],
    );
    expect(missing).toEqual([]);
  });
});

describe('what the decisions say of the services', () => {
  const sources = globSync('{apps,libs}/*/src/**/*.ts', {
    cwd: REPOSITORY_ROOT,
    exclude: ['**/*spec.ts', 'libs/testing/**', '**/node_modules/**'],
  });
  const filesWith = (pattern: RegExp): string[] => sources.filter((file) => pattern.test(read(file))).sort();

  it('is true of kafkajs: libs/messaging alone creates clients', () => {
    const users = filesWith(/^import (?!type\b).*from 'kafkajs'/m);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !file.startsWith('libs/messaging/'))).toEqual([]);
    expect(filesWith(/from 'kafkajs'/).filter((file) => !file.startsWith('libs/messaging/'))).toEqual([
      'apps/relay/src/kafka/kafka.module.ts',
    ]);
  });

  it('is true of TypeORM: it has one reader of driver.master, and no entities', () => {
    expect(filesWith(/\.driver\b/)).toEqual(['libs/database/src/pool-of.ts']);
    expect(filesWith(/@Entity\(|@InjectRepository\(|createQueryBuilder\(|getRepository\(/)).toEqual([]);
  });
});
