import { describe, expect, it } from '@jest/globals';
import { bandsOf, faultBands } from './fault-bands.ts';

const fault = (name: string, ...windows: readonly (readonly [number, number])[]) => ({
  ...{ name, injected: 1, bites: 1 },
  windows: windows.map(([fromMs, toMs]) => ({ fromMs, toMs })),
});
const markupOf = (...faults: ReturnType<typeof fault>[]): string =>
  faultBands(bandsOf({ faults, schedule: [{ lane: 'whole_run', name: 'always', orders: {} }] }, (ms) => ms))
    .map(({ markup }) => markup)
    .join('');
const numbersIn = (markup: string): (string | undefined)[] =>
  [...markup.matchAll(/>\s*(\d+)\s*<\/text/g)].map(([, number]) => number);

describe('faultBands', () => {
  it('numbers the windows as the faults are listed, in the order of time', () => {
    expect(numbersIn(markupOf(fault('a', [300, 310]), fault('b', [100, 150])))).toEqual(['2', '1']);
  });

  it('leaves out what lasts for the whole run, and keeps the numbers of the others', () => {
    const markup = markupOf(fault('always', [0, 300]), fault('b', [100, 150]));
    expect(markup.match(/<rect/g)).toHaveLength(1);
    expect(numbersIn(markup)).toEqual(['2']);
  });

  it('draws every window, a moment as well, but no numbers on each other', () => {
    const markup = markupOf(fault('a', [100, 100], [104, 108], [200, 210]));
    expect(markup.match(/<rect/g)).toHaveLength(3);
    expect(markup).toContain('x="100" y="22" width="2"');
    expect(numbersIn(markup)).toEqual(['1', '1']);
  });
});
