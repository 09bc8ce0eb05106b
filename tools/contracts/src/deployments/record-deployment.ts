import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pactFileName, type ContractFolder } from '../pact/contract-folder.ts';
import { interactionSha256, type PactFile } from '../pact/pact-file.ts';
import { readResults } from '../verification/verification-results.ts';
import type { CommittedPact } from './committed-pacts.ts';
import { deploymentFileName, readEnvironment, type Deployment, type VerifiedInteraction } from './deployment.ts';

export interface DeploymentToRecord {
  readonly app: string;
  readonly env: string;
  readonly version: string;
  readonly recordedAt: Date;
  /** All contracts of that version. */
  readonly pacts: readonly CommittedPact[];
}

/** What it relies on from now on, and the consumers of it that were not verified at this version. */
export interface Recorded {
  readonly reliesOn: readonly string[];
  readonly unverified: readonly string[];
}

/** What this version was seen to keep of one consumer's contracts: of main and of every environment. */
const verifiedOf = (
  folder: ContractFolder,
  pacts: readonly PactFile[],
  { version, ...pair }: { consumer: string; provider: string; version: string },
): VerifiedInteraction[] => {
  const results = readResults(folder, pair);
  if (results?.source.commit !== version || !results.source.isClean) return [];
  const kept = new Set(results.kept);
  const named = pacts
    .filter(({ consumer, provider }) => consumer.name === pair.consumer && provider.name === pair.provider)
    .flatMap(({ interactions }) => interactions)
    .map((interaction) => ({ interaction: interaction.description, sha256: interactionSha256(interaction) }))
    .filter(({ sha256 }) => kept.has(sha256));
  return [...new Map(named.map((verified) => [verified.sha256, verified])).values()].sort((left, right) =>
    left.interaction < right.interaction ? -1 : 1,
  );
};

/** Writes down that a version of an app runs in an environment: what it asks of others, and what others may ask of it. */
export async function recordDeployment(folder: ContractFolder, deployed: DeploymentToRecord): Promise<Recorded> {
  const { app, env, version, recordedAt, pacts } = deployed;
  const everywhere = [
    ...folder.envs().flatMap((name) => readEnvironment(folder, name).pacts),
    ...pacts.map(({ pact }) => pact),
  ];
  const consumers = [
    ...new Set(everywhere.filter(({ provider }) => provider.name === app).map(({ consumer }) => consumer.name)),
  ];
  const verified = Object.fromEntries(
    consumers
      .sort()
      .map((consumer) => [consumer, verifiedOf(folder, everywhere, { consumer, provider: app, version })]),
  );
  const place = folder.deployedIn(env);
  await mkdir(place, { recursive: true });
  const own = pacts.filter(({ pact }) => pact.consumer.name === app);
  for (const { pact, text } of own) await writeFile(join(place, pactFileName(app, pact.provider.name)), text);
  const deployment: Deployment = { app, version, recorded_at: recordedAt.toISOString(), verified };
  await writeFile(join(place, deploymentFileName(app)), `${JSON.stringify(deployment, null, 2)}\n`);
  return {
    reliesOn: own.map(({ pact }) => pact.provider.name),
    unverified: consumers.filter((consumer) => verified[consumer]?.length === 0),
  };
}
