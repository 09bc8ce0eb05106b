import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pactFileName, type ContractFolder } from './contract-folder.ts';
import { interactionSha256, readPact, type PactFile } from './pact-file.ts';

/** One version of a contract that the provider is held to. */
export interface PactSet {
  /** `main`, or the environment where its consumer runs. */
  readonly name: string;
  readonly file: string;
  readonly pact: PactFile;
  /** Interactions that no deployed consumer relies on yet: a failure warns its provider, and holds up only its consumer. */
  readonly pending: ReadonlySet<string>;
}

export interface Pair {
  readonly consumer: string;
  readonly provider: string;
}

/** The contract of a pair on main and in every environment. @throws Error when main has none */
export function pactSetsOf({ consumer, provider }: Pair, folder: ContractFolder): PactSet[] {
  const name = pactFileName(consumer, provider);
  const deployed = folder
    .envs()
    .map((env) => ({ name: env, file: join(folder.deployedIn(env), name) }))
    .filter(({ file }) => existsSync(file))
    .map((set) => ({ ...set, pact: readPact(set.file), pending: new Set<string>() }));
  const reliedOn = new Set(deployed.flatMap(({ pact }) => pact.interactions.map(interactionSha256)));
  const file = join(folder.pacts, name);
  const pact = readPact(file);
  const isNew = (interaction: PactFile['interactions'][number]) => !reliedOn.has(interactionSha256(interaction));
  const pending = new Set(pact.interactions.filter(isNew).map(({ description }) => description));
  return [{ name: 'main', file, pact, pending }, ...deployed];
}
