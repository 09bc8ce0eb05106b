import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contractFolder, pactFileName, type ContractFolder } from '../pact/contract-folder.ts';
import { interactionSha256 } from '../pact/pact-file.ts';
import type { Pair, PactSet } from '../pact/pact-sets.ts';
import type { SourceVersion } from './source-version.ts';
import type { Broken } from './verify-pact.ts';

/** What the provider of one version of the sources was seen to keep, and what it was seen to break. */
export interface VerificationResults extends Pair {
  readonly source: SourceVersion;
  /** SHA-256 of interactions. */
  readonly kept: readonly string[];
  readonly broken: readonly string[];
}

const fileOf = (folder: ContractFolder, { consumer, provider }: Pair): string =>
  join(folder.results, pactFileName(consumer, provider));

/** Undefined when the pair was not verified here. */
export function readResults(folder: ContractFolder, pair: Pair): VerificationResults | undefined {
  const file = fileOf(folder, pair);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VerificationResults) : undefined;
}

const isSame = (left: SourceVersion, right: SourceVersion): boolean =>
  left.commit === right.commit && left.isClean && right.isClean;

/** What became of one contract at one version of the sources. */
export interface SeenContract {
  readonly set: Pick<PactSet, 'pact'>;
  readonly broken: Broken;
  readonly source: SourceVersion;
}

/** What was seen last counts: a verification may be repeated after an outage has spoilt it. */
const added = (earlier: readonly string[], seen: readonly string[], seenOtherwise: readonly string[]): string[] =>
  [...new Set([...earlier.filter((hash) => !seenOtherwise.includes(hash)), ...seen])].sort();

/** Adds the results of one set to those of the same sources; older ones say nothing about these. */
export async function keepResults(
  pair: Pair,
  { set: { pact }, broken, source }: SeenContract,
  folder = contractFolder(),
): Promise<void> {
  const before = readResults(folder, pair);
  const earlier = before && isSame(before.source, source) ? before : { kept: [], broken: [] };
  const hashes = (isBroken: boolean): string[] =>
    pact.interactions.filter(({ description }) => broken.has(description) === isBroken).map(interactionSha256);
  const now = { kept: hashes(false), broken: hashes(true) };
  const results: VerificationResults = {
    ...pair,
    source,
    kept: added(earlier.kept, now.kept, now.broken),
    broken: added(earlier.broken, now.broken, now.kept),
  };
  await mkdir(folder.results, { recursive: true });
  await writeFile(fileOf(folder, pair), `${JSON.stringify(results, null, 2)}\n`);
}
