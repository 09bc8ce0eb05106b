import type { Matchers } from '@pact-foundation/pact';

/**
 * Text in a body that has a form. Pact's own `regex` looks at a value as it is written and takes the number 1099 for
 * the text "1099", which is just the difference between an amount that is exact and one that is not.
 */
export function textMatching(pattern: string, example: string): ReturnType<typeof Matchers.regex> {
  if (!new RegExp(pattern).test(example)) throw new Error(`${example} does not match ${pattern}`);
  const matchers = [{ 'pact:matcher:type': 'type' }, { 'pact:matcher:type': 'regex', regex: pattern }];
  // Pact's core takes a list of matchers, all of which have to hold; the types of its JavaScript know single ones.
  return { 'pact:matcher:type': matchers, value: example } as unknown as ReturnType<typeof Matchers.regex>;
}
