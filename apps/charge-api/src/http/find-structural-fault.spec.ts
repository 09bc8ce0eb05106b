import { describe, expect, it } from '@jest/globals';
import { growth } from '@once/testing';
import fc from 'fast-check';
import { findStructuralFault } from './find-structural-fault.ts';

describe('findStructuralFault', () => {
  it.each([
    ['{"a":1,"a":2}', '"a"'],
    ['{"a":1,"b":2,"a":3}', '"a"'],
    ['{"a":1,"\\u0061":2}', '"a"'],
    ['{"a" \n:1,"a"\t:2}', '"a"'],
    ['{"x":{"a":1,"a":2}}', '"a"'],
    ['[{"a":1},{"a":1,"a":2}]', '"a"'],
    ['{"a":{"b":1},"a":2}', '"a"'],
    ['{"":1,"":2}', '""'],
    ['{"\\"":1,"\\u0022":2}', '"\\""'],
    ['{"é":1,"\\u00e9":2}', '"é"'],
  ])('finds the member of %s that is there twice', (text, shown) => {
    expect(findStructuralFault(text)).toBe(`The member ${shown} is there twice.`);
  });

  it.each([
    '{"a":{"a":1},"b":{"a":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":"a"}',
    '{"a":"\\"a\\":","b":"}{","c":"[[[","d":"\\\\"}',
    '{"a":["a","a","a"]}',
    '{"A":1,"a":2}',
    '"a"',
    '',
  ])('finds nothing in %s', (text) => {
    expect(findStructuralFault(text)).toBeUndefined();
  });

  it.each(['{"__proto__":1}', '{"metadata":{"__proto__":"x"}}', '{"\\u005f_proto__":1}'])('refuses %s', (text) => {
    expect(findStructuralFault(text)).toBe('The member __proto__ is not allowed.');
  });

  it('lets 32 levels pass and not one more', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(findStructuralFault(nested(32))).toBeUndefined();
    expect(findStructuralFault(nested(33))).toBe('The body nests deeper than 32 levels.');
    expect(findStructuralFault('{"a":'.repeat(33))).toBe('The body nests deeper than 32 levels.');
  });

  it('counts the brackets of structure, not those inside strings', () => {
    expect(findStructuralFault(JSON.stringify({ a: '['.repeat(100), b: '\\"{'.repeat(100) }))).toBeUndefined();
  });

  it('shows no more of a long name than a log line bears', () => {
    const name = 'x'.repeat(1_000);
    expect(findStructuralFault(`{"${name}":1,"${name}":2}`)?.length).toBeLessThan(100);
  });

  it('finds no fault in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(findStructuralFault(text)).toBe(
          text.includes('"__proto__":') ? 'The member __proto__ is not allowed.' : undefined,
        );
      }),
    );
  });

  it('ends on any text, in time that grows with its length', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void findStructuralFault(text)));
    for (const unit of ['"', '\\', '{', '"a"', '"a":', ' ', '[""', '"\\']) {
      const read = (text: string) => void findStructuralFault(text);
      // Quadratic work gives 16.
      expect(growth((size) => unit.repeat(size), read, 4_096, 16)).toBeLessThan(4);
    }
  });
});
