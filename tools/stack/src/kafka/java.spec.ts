import { describe, expect, it } from '@jest/globals';
import { compilerFlags, parseJavaVersion } from './java.ts';

describe('parseJavaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
  ])('reads %s', (text, major) => {
    expect(parseJavaVersion(text)).toBe(major);
  });

  it('knows no version in other output', () => {
    expect(parseJavaVersion('The operation couldn’t be completed.')).toBeNull();
  });
});

describe('compilerFlags', () => {
  it('spare a short run the second compiler', () => {
    expect(compilerFlags({ ONCE_SHORT_RUN: '1' })).toEqual(['-XX:TieredStopAtLevel=1']);
  });

  it.each([undefined, '', '0'])('leave everything else as it is: %s', (value) => {
    expect(compilerFlags({ ONCE_SHORT_RUN: value })).toEqual([]);
  });
});
