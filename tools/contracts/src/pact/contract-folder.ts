import { REPOSITORY_ROOT } from '@once/supervisor';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where contracts lie, relative to a root; tests have a root of their own. */
export const contractFolder = (root = REPOSITORY_ROOT) => {
  const folder = join(root, 'contracts');
  const deployed = join(folder, 'deployed');
  return {
    /** What the consumers of this commit ask for. */
    pacts: join(folder, 'pacts'),
    /** What runs in an environment. */
    deployedIn: (env: string): string => join(deployed, env),
    /** What the providers of this commit were seen to keep; not committed. */
    results: join(folder, 'results'),
    envs: (): string[] =>
      existsSync(deployed)
        ? readdirSync(deployed, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name)
            .sort()
        : [],
  };
};

export type ContractFolder = ReturnType<typeof contractFolder>;

export const pactFileName = (consumer: string, provider: string): string => `${consumer}-${provider}.json`;
