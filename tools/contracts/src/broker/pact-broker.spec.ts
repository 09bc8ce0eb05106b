import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerStub } from '../../test/broker-stub.ts';
import { ContractFiles } from '../../test/contract-files.ts';
import { samplePact } from '../../test/sample-pact.ts';
import { pactsAt } from '../deployments/committed-pacts.ts';
import { brokerOf } from './broker-of.ts';
import { findingsOf } from './broker-matrix.ts';
import { PactBroker } from './pact-broker.ts';
import { publishVersion } from './publish-version.ts';

const pact = samplePact('shop', 'api', ['a', 'b']);

let stub: BrokerStub;
let files: ContractFiles;
let version: string;
beforeEach(async () => {
  stub = await BrokerStub.start();
  files = new ContractFiles();
  files.writeMain(pact);
  version = files.commit();
});
afterEach(async () => {
  await stub.stop();
  files.remove();
});

const broker = () => new PactBroker(stub.url);
const publish = async (app: string) =>
  publishVersion(broker(), { app, version, pacts: await pactsAt(files.root, version), folder: files.folder });
const ask = async (app: string) =>
  (await broker().canIDeploy({ app, version, env: 'prod' })).map(({ isKept, reason }) => [isKept, reason]);

describe('a broker (stand-in of its HTTP API)', () => {
  it('is told of contracts, results and deployments, and answers from them', async () => {
    await publish('shop');
    await broker().recordDeployment({ app: 'shop', version, env: 'prod' });
    expect(await ask('api')).toEqual([[false, 'there is no verification']]);
    files.writeResults(pact, version);
    await publish('api');
    expect(stub.verifications).toEqual([
      { provider: 'api', consumer: 'shop', consumerVersion: version, version, success: true },
    ]);
    expect(await ask('api')).toEqual([[true, 'verified']]);
    await broker().recordDeployment({ app: 'api', version, env: 'prod' });
    expect(stub.deployed.map(({ app }) => app)).toEqual(['shop', 'api']);
  });

  it('is told of a contract that is broken', async () => {
    files.writeResults(pact, version, { broken: ['b'] });
    await publish('shop');
    await publish('api');
    expect(await ask('api')).toEqual([]);
    await broker().recordDeployment({ app: 'shop', version, env: 'prod' });
    expect(await ask('api')).toEqual([[false, 'the verification failed']]);
  });

  it('is told of no result that is another version, has uncommitted changes, or is not of all interactions', async () => {
    await publish('shop');
    files.writeResults(pact, 'another');
    await publish('api');
    files.writeResults(pact, version, { isClean: false });
    await publish('api');
    files.writeResults(samplePact('shop', 'api', ['a']), version);
    await publish('api');
    expect(stub.verifications).toEqual([]);
  });

  it('refuses an environment that it does not know, by name', async () => {
    const recording = broker().recordDeployment({ app: 'shop', version, env: 'nowhere' });
    await expect(recording).rejects.toThrow('knows no environment nowhere; those are: prod');
  });

  it('gets its credentials, and strangers that it links to do not', async () => {
    await new PactBroker(stub.url, { token: 'secret' }).pactsToVerify('api');
    await new PactBroker(stub.url, { username: 'ann', password: 'pw' }).pactsToVerify('api');
    expect(stub.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer secret',
      `Basic ${btoa('ann:pw')}`,
    ]);
    await expect(broker().publishResult('http://elsewhere.example/results', { version, isKept: true })).rejects.toThrow(
      'a stranger',
    );
  });

  it('says no for a reason that no row shows', () => {
    const asked = { app: 'api', version, env: 'prod' };
    const summary = { deployable: null, reason: 'shop was never deployed' };
    expect(findingsOf({ summary, matrix: [] }, asked)).toMatchObject([
      { isKept: false, reason: 'shop was never deployed' },
    ]);
  });
});

describe('brokerOf', () => {
  it('is none without PACT_BROKER_BASE_URL, and refuses what is no URL', () => {
    expect(brokerOf({})).toBeUndefined();
    expect(brokerOf({ PACT_BROKER_BASE_URL: 'http://127.0.0.1:9292' })).toBeInstanceOf(PactBroker);
    expect(() => brokerOf({ PACT_BROKER_BASE_URL: 'broker' })).toThrow('is no URL');
  });
});
