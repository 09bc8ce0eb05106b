import { describe, expect, it } from '@jest/globals';
import { parseServeArguments } from './serve-arguments.ts';

describe('parseServeArguments', () => {
  it('takes a free port and the usual folder unless told otherwise', () => {
    expect(parseServeArguments([])).toEqual({ root: 'evidence', port: 0 });
    expect(parseServeArguments(['--port', '8080', '--folder', 'x'])).toEqual({ root: 'x', port: 8_080 });
  });

  it.each([
    [['--port', '99999'], 'no port'],
    [['--port', 'x'], 'no port'],
    [['--prot', '1'], '--prot'],
    [['stray'], 'stray'],
  ])('refuses %j and says why', (args, why) => {
    expect(parseServeArguments(args)).toEqual({ refusal: expect.stringContaining(why) });
  });
});
