import type { Deployment, Environment } from '../deployments/deployment.ts';
import { interactionSha256, type Interaction, type PactFile } from '../pact/pact-file.ts';
import type { Pair } from '../pact/pact-sets.ts';
import type { VerificationResults } from '../verification/verification-results.ts';

export interface Question {
  readonly app: string;
  readonly version: string;
  /** What the app's version asks of others. */
  readonly pacts: readonly PactFile[];
  /** Where it is to go. */
  readonly environment: Environment;
  /** What was seen of a pair on this machine, if anything. */
  readonly resultsOf: (pair: Pair) => VerificationResults | undefined;
}

/** Of one contract with somebody who is there. */
export interface Finding extends Pair {
  readonly consumerVersion: string;
  readonly providerVersion: string;
  readonly isKept: boolean;
  readonly reason: string;
}

const NOBODY = '-';
const quote = (interactions: readonly Interaction[]): string =>
  interactions.map(({ description }) => JSON.stringify(description)).join(', ');

const without = (interactions: readonly Interaction[], hashes: ReadonlySet<string>): Interaction[] =>
  interactions.filter((interaction) => !hashes.has(interactionSha256(interaction)));

const allKept = ({ interactions }: PactFile): string => `${interactions.length} interactions verified`;

/** The app asks: does the provider that is there keep it? Only what that very version was seen to keep counts. */
const judgeAsConsumer = (pact: PactFile, provider: Deployment | undefined): Pick<Finding, 'isKept' | 'reason'> => {
  if (!provider) return { isKept: false, reason: `${pact.provider.name} is not there yet` };
  const verified = new Set((provider.verified[pact.consumer.name] ?? []).map(({ sha256 }) => sha256));
  const missing = without(pact.interactions, verified);
  if (missing.length === 0) return { isKept: true, reason: allKept(pact) };
  return { isKept: false, reason: `the provider there was never seen to keep ${quote(missing)}` };
};

/** The app is asked: does this version of it keep what the consumer that is there relies on? */
const judgeAsProvider = (
  pact: PactFile,
  results: VerificationResults | undefined,
  version: string,
): Pick<Finding, 'isKept' | 'reason'> => {
  if (results?.source.commit !== version) return { isKept: false, reason: 'this version was not verified here' };
  if (!results.source.isClean) return { isKept: false, reason: 'it was verified with changes that are not committed' };
  const broken = pact.interactions.filter((interaction) => results.broken.includes(interactionSha256(interaction)));
  if (broken.length > 0) return { isKept: false, reason: `this version breaks ${quote(broken)}` };
  const unseen = without(pact.interactions, new Set(results.kept));
  if (unseen.length > 0) return { isKept: false, reason: `this version was not verified for ${quote(unseen)}` };
  return { isKept: true, reason: allKept(pact) };
};

/** One finding for each contract between the app's version and somebody who is there. Pure. */
export function judgeDeployment({ app, version, pacts, environment, resultsOf }: Question): Finding[] {
  const deploymentOf = (name: string) => environment.deployments.find((deployment) => deployment.app === name);
  const asConsumer = pacts
    .filter(({ consumer }) => consumer.name === app)
    .map((pact): Finding => {
      const provider = deploymentOf(pact.provider.name);
      const versions = { consumerVersion: version, providerVersion: provider?.version ?? NOBODY };
      return { ...pairOf(pact), ...versions, ...judgeAsConsumer(pact, provider) };
    });
  const asProvider = environment.pacts
    .filter(({ provider }) => provider.name === app)
    .map((pact): Finding => {
      const versions = {
        consumerVersion: deploymentOf(pact.consumer.name)?.version ?? NOBODY,
        providerVersion: version,
      };
      return { ...pairOf(pact), ...versions, ...judgeAsProvider(pact, resultsOf(pairOf(pact)), version) };
    });
  return [...asConsumer, ...asProvider];
}

const pairOf = ({ consumer, provider }: PactFile): Pair => ({ consumer: consumer.name, provider: provider.name });
