import { describe, expect, it } from '@jest/globals';
import { lastLines } from './server-log.ts';

describe('lastLines', () => {
  it('keeps the last 20 lines and no empty end', () => {
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    const kept = lastLines(`${lines.join('\n')}\n\n`).split('\n');
    expect(kept).toHaveLength(20);
    expect([kept.at(0), kept.at(-1)]).toEqual(['line 5', 'line 24']);
  });

  it('is empty for an empty log', () => {
    expect(lastLines('')).toBe('');
  });
});
