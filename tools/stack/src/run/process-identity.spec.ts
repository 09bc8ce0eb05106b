import { describe, expect, it } from '@jest/globals';
import { parseProcStat } from './process-identity.ts';

const FIELDS_4_TO_21 = '1 77 77 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0';

describe('parseProcStat', () => {
  it('reads the state and the start time', () => {
    expect(parseProcStat(`77 (java) S ${FIELDS_4_TO_21} 123456 9999 55`)).toEqual({ state: 'S', startTicks: '123456' });
  });

  it('is not misled by a name with spaces and brackets', () => {
    expect(parseProcStat(`77 (a) Z 1 (b)) R ${FIELDS_4_TO_21} 5 9999 55`)).toEqual({ state: 'R', startTicks: '5' });
  });

  it('refuses a line that ends too early', () => {
    expect(parseProcStat('77 (java) S 1 77')).toBeNull();
  });
});
