import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractFiles } from '../../test/contract-files.ts';
import { samplePact } from '../../test/sample-pact.ts';
import { pactsAt } from '../deployments/committed-pacts.ts';
import { readEnvironment } from '../deployments/deployment.ts';
import { recordDeployment } from '../deployments/record-deployment.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { readResults } from '../verification/verification-results.ts';
import { judgeDeployment } from './judge-deployment.ts';

const api = (...descriptions: string[]) => samplePact('shop', 'api', descriptions);

let files: ContractFiles;
beforeEach(() => void (files = new ContractFiles()));
afterEach(() => files.remove());

/** A commit whose consumers ask for these, and that was held against them. */
const commit = (pact: PactFile, results: { broken?: string[]; isClean?: boolean } | 'unverified' = {}): string => {
  files.writeMain(pact);
  const version = files.commit();
  if (results !== 'unverified') files.writeResults(pact, version, results);
  return version;
};

const record = async (app: string, version: string, env = 'prod') => {
  const pacts = await pactsAt(files.root, version);
  return recordDeployment(files.folder, { app, env, version, recordedAt: new Date(0), pacts });
};

const ask = async (app: string, version: string, env = 'prod') =>
  judgeDeployment({
    ...{ app, version, pacts: (await pactsAt(files.root, version)).map(({ pact }) => pact) },
    environment: readEnvironment(files.folder, env),
    resultsOf: (pair) => readResults(files.folder, pair),
  }).map(({ isKept, reason }) => [isKept, reason]);

describe('a consumer', () => {
  it('can go where the provider was seen to keep all that it asks for', async () => {
    const version = commit(api('a', 'b'));
    await record('api', version);
    expect(await ask('shop', version)).toEqual([[true, '2 interactions verified']]);
  });

  it('can not go where the provider does not run', async () => {
    expect(await ask('shop', commit(api('a')))).toEqual([[false, 'api is not there yet']]);
  });

  it('can not go with what the provider there was never seen to keep, though its sources are', async () => {
    await record('api', commit(api('a')));
    const next = commit(api('a', 'b'));
    expect(await ask('shop', next)).toEqual([[false, 'the provider there was never seen to keep "b"']]);
    await record('api', next);
    expect(await ask('shop', next)).toEqual([[true, '2 interactions verified']]);
  });

  it('can not go with an interaction that asks for more than the one of that name that was verified', async () => {
    await record('api', commit(api('a')));
    const next = commit(samplePact('shop', 'api', ['a'], 'another'));
    expect(await ask('shop', next)).toEqual([[false, 'the provider there was never seen to keep "a"']]);
  });
});

describe('a provider', () => {
  it('can go where nobody relies on it yet', async () => {
    expect(await ask('api', commit(api('a')))).toEqual([]);
  });

  it('can go when it was seen to keep what the consumer there relies on', async () => {
    const version = commit(api('a'));
    await record('shop', version);
    expect(await ask('api', version)).toEqual([[true, '1 interactions verified']]);
  });

  it.each([
    ['was not verified at this version', 'unverified', 'this version was not verified here'],
    ['was verified with changes', { isClean: false }, 'it was verified with changes that are not committed'],
    ['breaks an interaction', { broken: ['b'] }, 'this version breaks "b"'],
  ] as const)('can not go when it %s', async (_what, results, reason) => {
    await record('shop', commit(api('a', 'b')));
    const version = commit(
      api('a', 'b'),
      results === 'unverified' ? results : { ...results, broken: [...('broken' in results ? results.broken : [])] },
    );
    expect(await ask('api', version)).toEqual([[false, reason]]);
  });

  it('can not go when only what main asks for was verified, and something else runs there', async () => {
    await record('shop', commit(api('old')));
    expect(await ask('api', commit(api('new')))).toEqual([[false, 'this version was not verified for "old"']]);
  });

  it('is judged for each environment by what runs there', async () => {
    await record('shop', commit(api('a')), 'prod');
    const next = commit(api('b'));
    await record('shop', next, 'staging');
    expect(await ask('api', next, 'staging')).toEqual([[true, '1 interactions verified']]);
    expect(await ask('api', next, 'prod')).toEqual([[false, 'this version was not verified for "a"']]);
  });
});

describe('recording a deployment', () => {
  it('keeps the contracts of the commit that is named, whatever the working tree holds', async () => {
    const version = commit(api('a'));
    files.writeMain(api('not committed'));
    await record('shop', version);
    expect(readEnvironment(files.folder, 'prod').pacts).toEqual([api('a')]);
  });

  it('replaces what was recorded of the app before, and nothing of others', async () => {
    await record('api', commit(api('a')));
    await record('shop', commit(api('a')));
    const last = commit(api('a', 'b'));
    await record('shop', last);
    const { deployments, pacts } = readEnvironment(files.folder, 'prod');
    expect(deployments.map(({ app }) => app)).toEqual(['api', 'shop']);
    expect(deployments[1]).toMatchObject({ version: last, recorded_at: '1970-01-01T00:00:00.000Z' });
    expect(pacts).toEqual([api('a', 'b')]);
  });

  it('says which consumers the version was not verified for', async () => {
    expect(await record('api', commit(api('a'), 'unverified'))).toEqual({ reliesOn: [], unverified: ['shop'] });
    expect(await record('shop', commit(api('a')))).toEqual({ reliesOn: ['api'], unverified: [] });
  });
});
