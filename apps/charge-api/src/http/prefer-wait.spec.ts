import { expect, it } from '@jest/globals';
import { readPreferWait } from './prefer-wait.ts';

it.each([
  [undefined, 0],
  ['', 0],
  ['wait=3', 3],
  ['WAIT = 3', 3],
  ['wait="3"', 3],
  ['respond-async, wait=3', 3],
  ['respond-async,wait=3; foo=bar, return=minimal', 3],
  [['respond-async', 'wait=3'], 3],
  ['wait=0', 0],
  ['wait=10', 10],
  ['wait=11', 10],
  ['wait=999999999', 10],
])('Prefer: %j asks to wait %d seconds', (header, seconds) => {
  expect(readPreferWait(header)).toBe(seconds);
});

it.each(['wait', 'wait=', 'wait=-1', 'wait=1.5', 'wait=x', 'wait=1x', 'nowait=3', 'wait=9999999999', 'foo; wait=3'])(
  'Prefer: %s is junk and asks for nothing',
  (header) => {
    expect(readPreferWait(header)).toBe(0);
  },
);
