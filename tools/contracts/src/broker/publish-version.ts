import type { CommittedPact } from '../deployments/committed-pacts.ts';
import type { ContractFolder } from '../pact/contract-folder.ts';
import { interactionSha256, type PactFile } from '../pact/pact-file.ts';
import { readResults } from '../verification/verification-results.ts';
import type { PactBroker } from './pact-broker.ts';

export interface VersionToPublish {
  readonly app: string;
  readonly version: string;
  readonly pacts: readonly CommittedPact[];
  readonly folder: ContractFolder;
}

/** Tells the broker what this version asks of others, and what it was seen to keep of what others ask of it. */
export async function publishVersion(
  broker: PactBroker,
  { app, version, pacts, folder }: VersionToPublish,
): Promise<void> {
  const own = pacts.filter(({ pact }) => pact.consumer.name === app);
  if (own.length > 0) await broker.publishPacts(app, version, own);
  for (const { pact, publishTo } of await broker.pactsToVerify(app)) {
    const isKept = wasKept(folder, pact, version);
    if (isKept !== undefined) await broker.publishResult(publishTo, { version, isKept });
  }
}

/** Undefined where this version was not held against the whole of it. */
const wasKept = (folder: ContractFolder, pact: PactFile, version: string): boolean | undefined => {
  const results = readResults(folder, { consumer: pact.consumer.name, provider: pact.provider.name });
  if (results?.source.commit !== version || !results.source.isClean) return undefined;
  const hashes = pact.interactions.map(interactionSha256);
  if (hashes.some((hash) => results.broken.includes(hash))) return false;
  return hashes.every((hash) => results.kept.includes(hash)) ? true : undefined;
};
