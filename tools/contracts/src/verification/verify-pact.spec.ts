import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractFiles } from '../../test/contract-files.ts';
import { textMatching } from '../matchers/text-matching.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { pactSetsOf } from '../pact/pact-sets.ts';
import { verifyPact } from './verify-pact.ts';

/** A pact of two messages, of an amount that is text of digits. */
const messages: PactFile = {
  ...{ consumer: { name: 'books' }, provider: { name: 'till' }, metadata: { pactSpecification: { version: '4.0' } } },
  interactions: ['a sale', 'a return'].map((description) => ({
    ...{ description, type: 'Asynchronous/Messages', providerStates: [{ name: 'the till is open' }] },
    contents: { content: { amount: '1099' }, contentType: 'application/json', encoded: false },
    matchingRules: {
      body: { '$.amount': { combine: 'AND', matchers: [{ match: 'type' }, { match: 'regex', regex: '^\\d+$' }] } },
    },
  })),
};

let files: ContractFiles;
beforeEach(() => {
  files = new ContractFiles();
  files.writeMain(messages);
});
afterEach(() => files.remove());

const open = { 'the till is open': () => Promise.resolve() };
const verify = (message: object, stateHandlers: Record<string, () => Promise<void>> = open) => {
  const [set] = pactSetsOf({ consumer: 'books', provider: 'till' }, files.folder);
  return verifyPact('till', set!, { message: () => Promise.resolve(message), stateHandlers });
};

describe('a provider that is held against a pact', () => {
  it('has nothing broken when it keeps every interaction', async () => {
    expect([...(await verify({ amount: '5', more: true }))]).toEqual([]);
  });

  it('has each interaction named that it breaks, with what is wrong', async () => {
    const broken = await verify({});
    expect([...broken.keys()].sort()).toEqual(['a return', 'a sale']);
    expect(broken.get('a sale')).toContain('amount');
  });

  it('may not send a number for a text of digits', async () => {
    expect((await verify({ amount: 1099 })).get('a sale')).toContain('to be the same type');
  });

  it('has to know every state that the pact names', async () => {
    await expect(verify({ amount: '5' }, {})).rejects.toThrow('no handler for: the till is open');
  });
});

describe('textMatching', () => {
  it('refuses an example that is no example', () => {
    expect(() => textMatching('^\\d+$', 'x')).toThrow('x does not match');
    expect(textMatching('^\\d+$', '1')).toMatchObject({ value: '1' });
  });
});
