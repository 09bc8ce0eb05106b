import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractFolder } from '../pact/contract-folder.ts';
import { readPact, type PactFile } from '../pact/pact-file.ts';

/** One interaction that a provider was seen to keep. */
export interface VerifiedInteraction {
  readonly interaction: string;
  readonly sha256: string;
}

/** What runs in an environment of one app, and what it was seen to keep as a provider, by consumer. */
export interface Deployment {
  readonly app: string;
  /** The commit that it was built from. */
  readonly version: string;
  readonly recorded_at: string;
  readonly verified: Readonly<Record<string, readonly VerifiedInteraction[]>>;
}

/** All that is recorded of an environment. */
export interface Environment {
  readonly deployments: readonly Deployment[];
  readonly pacts: readonly PactFile[];
}

/** One file an app, so that two teams that deploy at the same time change different files. */
export const deploymentFileName = (app: string): string => `${app}.deployment.json`;

const isDeployment = (name: string): boolean => name.endsWith('.deployment.json');

export function readEnvironment(folder: ContractFolder, env: string): Environment {
  const place = folder.deployedIn(env);
  const files = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.json')) : [];
  const deployments = files
    .filter(isDeployment)
    .map((name) => JSON.parse(readFileSync(join(place, name), 'utf8')) as Deployment);
  const pacts = files.filter((name) => !isDeployment(name)).map((name) => readPact(join(place, name)));
  return { deployments, pacts };
}
