import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractFiles } from '../../test/contract-files.ts';
import { samplePact } from '../../test/sample-pact.ts';
import { interactionSha256 } from './pact-file.ts';
import { pactSetsOf } from './pact-sets.ts';

const PAIR = { consumer: 'shop', provider: 'api' };
const pact = (...descriptions: string[]) => samplePact('shop', 'api', descriptions);

let files: ContractFiles;
beforeEach(() => void (files = new ContractFiles()));
afterEach(() => files.remove());

const pendingOf = () => [...(pactSetsOf(PAIR, files.folder)[0]?.pending ?? [])];

describe('the contracts that a provider is held to', () => {
  it('are the one of main and the one of each environment where the consumer runs', () => {
    files.writeMain(pact('a', 'b'));
    files.writeDeployed('prod', pact('a'));
    files.writeDeployed('staging', pact('b'));
    files.writeDeployed('test', samplePact('another', 'api', ['c']));
    expect(pactSetsOf(PAIR, files.folder).map(({ name }) => name)).toEqual(['main', 'prod', 'staging']);
  });

  it('leave pending what only main asks for', () => {
    files.writeMain(pact('a', 'b'));
    files.writeDeployed('prod', pact('a'));
    expect(pendingOf()).toEqual(['b']);
  });

  it('leave pending what main asks for in another form than what is deployed', () => {
    files.writeMain(samplePact('shop', 'api', ['a'], 'another'));
    files.writeDeployed('prod', pact('a'));
    expect(pendingOf()).toEqual(['a']);
  });

  it('leave nothing pending of what is deployed', () => {
    files.writeMain(pact('b'));
    files.writeDeployed('prod', pact('a'));
    expect([...pactSetsOf(PAIR, files.folder)[1]!.pending]).toEqual([]);
  });

  it('are refused when main has none, or two interactions of one name', () => {
    expect(() => pactSetsOf(PAIR, files.folder)).toThrow(/shop-api\.json/);
    files.writeMain(pact('a', 'a'));
    expect(() => pactSetsOf(PAIR, files.folder)).toThrow('two interactions "a"');
  });
});

describe('interactionSha256', () => {
  const interaction = { description: 'a', response: { status: 200, headers: { x: '1', y: '2' } } };
  const hash = interactionSha256(interaction);

  it('is the same for the same content in another order of members, and for what a broker adds', () => {
    const reordered = { response: { headers: { y: '2', x: '1' }, status: 200 }, description: 'a' };
    expect(interactionSha256({ ...reordered, pending: false, key: 'k', _id: '1' })).toBe(hash);
  });

  it('differs when anything that is asked for does', () => {
    expect(interactionSha256({ ...interaction, response: { status: 201 } })).not.toBe(hash);
    expect(interactionSha256({ ...interaction, description: 'b' })).not.toBe(hash);
  });
});
