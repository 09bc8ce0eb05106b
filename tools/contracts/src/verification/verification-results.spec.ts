import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractFiles } from '../../test/contract-files.ts';
import { samplePact } from '../../test/sample-pact.ts';
import { interactionSha256 } from '../pact/pact-file.ts';
import { keepResults, readResults } from './verification-results.ts';

const PAIR = { consumer: 'shop', provider: 'api' };
const CLEAN = { commit: 'abc', isClean: true };
const hash = (description: string): string =>
  interactionSha256(samplePact('shop', 'api', [description]).interactions[0]!);

let files: ContractFiles;
beforeEach(() => void (files = new ContractFiles()));
afterEach(() => files.remove());

const keep = (descriptions: string[], brokenOnes: string[], source = CLEAN): Promise<void> => {
  const broken = new Map(brokenOnes.map((description) => [description, 'why']));
  return keepResults(PAIR, { set: { pact: samplePact('shop', 'api', descriptions) }, broken, source }, files.folder);
};
const seen = () => {
  const { kept = [], broken = [] } = readResults(files.folder, PAIR) ?? {};
  return {
    kept: ['a', 'b', 'c'].filter((name) => kept.includes(hash(name))),
    broken: broken.map((one) => one === hash('b')),
  };
};

describe('the results of verifications', () => {
  it('add up over the versions of a contract that one commit was held against', async () => {
    await keep(['a', 'b'], ['b']);
    await keep(['c'], []);
    expect(seen()).toEqual({ kept: ['a', 'c'], broken: [true] });
  });

  it('are what was seen last of an interaction', async () => {
    await keep(['a', 'b'], ['b']);
    await keep(['a', 'b'], []);
    expect(seen()).toEqual({ kept: ['a', 'b'], broken: [] });
    await keep(['b'], ['b']);
    expect(seen()).toEqual({ kept: ['a'], broken: [true] });
  });

  it.each([
    ['of another commit', { commit: 'def', isClean: true }],
    ['of sources that had changes', { commit: 'abc', isClean: false }],
  ])('forget those %s', async (_what, source) => {
    await keep(['a'], [], source);
    await keep(['c'], []);
    expect(seen().kept).toEqual(['c']);
  });
});
