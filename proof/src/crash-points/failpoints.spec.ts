import { describe, expect, it } from '@jest/globals';
import { IDEMPOTENCY_FAILPOINTS } from '@once/idempotency';
import { OUTBOX_FAILPOINTS } from '@once/outbox';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILPOINTS } from './failpoints.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** A call, whatever stands in its parentheses; the function itself is declared otherwise. */
const CALL = /(?<!function )\bfailpoint\(([^)]*)\)/g;

/** What the code below `folder` passes to `failpoint`, as it is written there. */
const callsIn = (folder: string): string[] =>
  globSync(`${folder}/**/*.ts`, { cwd: ROOT })
    .filter((file) => !file.startsWith('libs/failpoint/') && !file.endsWith('spec.ts'))
    .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(CALL)].map(([, label]) => label!));

const quoted = (labels: readonly string[]): string[] => labels.map((label) => `'${label}'`).toSorted();

describe('a crash point', () => {
  it('has one label per boundary, named after the app that crosses it', () => {
    const labels = Object.entries(FAILPOINTS).flatMap(([app, list]) => list.map((label) => ({ app, label })));
    expect(labels.every(({ app, label }) => label.startsWith(`${app}.`))).toBe(true);
    expect(new Set(labels.map(({ label }) => label)).size).toBe(labels.length);
  });

  it('is in the list where the code has it, and in the code where the list has it', () => {
    expect(callsIn('{apps,libs}/*/src').toSorted()).toEqual(quoted(Object.values(FAILPOINTS).flat()));
  });

  it.each([
    ['libs/idempotency', IDEMPOTENCY_FAILPOINTS],
    ['libs/outbox', OUTBOX_FAILPOINTS],
  ])('of %s is in its own list', (lib, labels) => {
    expect(callsIn(`${lib}/src`).toSorted()).toEqual(quoted(labels));
  });

  it('of no other library is left to the list of the services', () => {
    const libs = callsIn('libs/*/src').toSorted();
    expect(libs).toEqual(quoted([...IDEMPOTENCY_FAILPOINTS, ...OUTBOX_FAILPOINTS]));
  });
});
