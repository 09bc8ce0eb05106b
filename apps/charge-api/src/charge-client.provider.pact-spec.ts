import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Verifier } from '@pact-foundation/pact';
import { join } from 'node:path';
import { ChargeApiWorld } from '../test/charge-api-world.ts';
import { ContractStates } from '../test/contract-states.ts';

/** As charge-client wrote it. The committed file is verified, so that the order of the two suites does not matter. */
const PACT = join(import.meta.dirname, '../../../contracts/pacts/charge-client-charge-api.json');

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterAll(() => world.stop());

it('keeps the contract with charge-client', async () => {
  const states = new ContractStates(world.database.ownerPool, world.instances[0]!.url);
  const brought: string[] = [];
  /** Pact hands the parameters of a state over as they are in the file. */
  const named = (name: string, bringAbout: (parameters: never) => Promise<void>) => ({
    [name]: (parameters?: unknown) => {
      brought.push(name);
      return bringAbout(parameters as never);
    },
  });
  const report = await new Verifier({
    ...{ provider: 'charge-api', providerBaseUrl: world.instances[0]!.url, pactUrls: [PACT], logLevel: 'error' },
    stateHandlers: {
      ...named('a tenant with API key', states.tenantWithApiKey.bind(states)),
      ...named('no operation under key', states.noOperationUnderKey.bind(states)),
      ...named('key completed a charge', states.keyWasUsed.bind(states)),
      ...named('key was used for another body', states.keyWasUsed.bind(states)),
      ...named('key is in flight', states.keyIsInFlight.bind(states)),
      ...named('a charge exists', states.chargeExists.bind(states)),
    },
  }).verifyProvider();
  const { interactionResults } = JSON.parse(report) as { interactionResults: { result: string }[] };
  expect(interactionResults.map(({ result }) => result)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'OK']);
  expect(new Set(brought).size).toBe(6);
});
