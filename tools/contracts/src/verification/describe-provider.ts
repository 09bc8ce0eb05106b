import { beforeAll, describe, it } from '@jest/globals';
import { contractFolder } from '../pact/contract-folder.ts';
import type { Interaction } from '../pact/pact-file.ts';
import { pactSetsOf, type Pair, type PactSet } from '../pact/pact-sets.ts';
import { readSourceVersion } from './source-version.ts';
import { keepResults } from './verification-results.ts';
import { verifyPact, type Broken, type ProviderAccess } from './verify-pact.ts';

/** A provider that stands ready, with nothing in it that another verification has left. */
export interface StandingProvider {
  readonly access: ProviderAccess;
  readonly stop: () => Promise<void>;
}

/**
 * Declares one test for each interaction of each version of the contract that is in use: the one of main and the one of
 * every environment. The provider is started anew for each version.
 */
export function describeProvider(pair: Pair, start: () => Promise<StandingProvider>): void {
  for (const set of pactSetsOf(pair, contractFolder())) {
    const where = set.name === 'main' ? 'on main' : `deployed in ${set.name}`;
    describe(`${pair.provider} keeps its contract with ${pair.consumer}, ${where}`, () => {
      let broken: Broken;
      beforeAll(async () => {
        const { access, stop } = await start();
        try {
          broken = await verifyPact(pair.provider, set, access);
        } finally {
          await stop();
        }
        await keepResults(pair, { set, broken, source: await readSourceVersion() });
      });

      it.each(set.pact.interactions.map((interaction) => ({ ...interaction })))('$description', (interaction) => {
        judge({ pair, set, interaction, where }, broken.get(interaction.description));
      });
    });
  }
}

interface Judged {
  pair: Pair;
  set: PactSet;
  interaction: Interaction;
  where: string;
}

const judge = ({ pair, set, interaction, where }: Judged, problem: string | undefined): void => {
  if (problem === undefined) return;
  const { description } = interaction;
  const text = `${pair.consumer} → ${pair.provider}, ${where}: ${JSON.stringify(description)} is broken\n${problem}`;
  if (!set.pending.has(description)) throw new Error(text);
  // Only its consumer waits for it, and `contracts:can-i-deploy` tells the consumer so.
  console.warn(text);
};
