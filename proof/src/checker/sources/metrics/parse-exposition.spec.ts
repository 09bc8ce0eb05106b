import { describe, expect, it } from '@jest/globals';
import { parseExposition } from './parse-exposition.ts';

describe('parseExposition', () => {
  it('reads samples with and without labels, and leaves comments out', () => {
    const text = [
      '# HELP charges_total Charges by status.',
      '# TYPE charges_total gauge',
      'charges_total{status="captured"} 12',
      'outbox_pending 0',
      '',
      'lag{topic="a",partition="0",} 1.5e3 1700000000000',
    ].join('\n');
    expect(parseExposition(text)).toEqual([
      { name: 'charges_total', labels: { status: 'captured' }, value: 12 },
      { name: 'outbox_pending', labels: {}, value: 0 },
      { name: 'lag', labels: { topic: 'a', partition: '0' }, value: 1500 },
    ]);
  });

  it.each([
    ['le="+Inf"', { le: '+Inf' }],
    [String.raw`path="C:\\temp\"x\""`, { path: String.raw`C:\temp"x"` }],
    [String.raw`text="two\nlines, } and {"`, { text: 'two\nlines, } and {' }],
  ])('unescapes %s', (labels, expected) => {
    expect(parseExposition(`m{${labels}} 1`)).toEqual([{ name: 'm', labels: expected, value: 1 }]);
  });

  it.each([
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['NaN', Number.NaN],
    ['Nan', Number.NaN],
  ])('reads %s', (text, value) => {
    expect(parseExposition(`m ${text}`)).toEqual([{ name: 'm', labels: {}, value }]);
  });

  it.each(['m', 'm one', 'm{a=b} 1', 'm{a="b} 1', '9m 1', '<html>', 'm{a="b" c="d"} 1'])('refuses %s', (line) => {
    expect(() => parseExposition(`ok 1\n${line}`)).toThrow(/line 2 is no sample/);
  });
});
