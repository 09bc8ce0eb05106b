import { describe, expect, it } from '@jest/globals';
import { isRunName, runName } from './run-name.ts';

const AT = new Date('2026-01-02T03:04:05.678Z');

describe('runName', () => {
  it.each([
    ['42', '20260102T030405Z-42'],
    ['../../etc/passwd', '20260102T030405Z-_etc_passwd'],
    ['', '20260102T030405Z-seed'],
    ['x'.repeat(500), `20260102T030405Z-${'x'.repeat(40)}`],
  ])('makes one path segment of seed %j', (seed, name) => {
    expect(runName(AT, seed)).toBe(name);
    expect(isRunName(name)).toBe(true);
  });

  it.each(['latest', '..', '20260102T030405Z', 'x/20260102T030405Z-42', '20260102T030405Z-4/2'])(
    'does not take %j for a run',
    (name) => {
      expect(isRunName(name)).toBe(false);
    },
  );
});
