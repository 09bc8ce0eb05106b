import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractFolder, pactFileName, type ContractFolder } from '../src/pact/contract-folder.ts';
import { interactionSha256, type PactFile } from '../src/pact/pact-file.ts';
import type { VerificationResults } from '../src/verification/verification-results.ts';

/** A repository of its own that holds contracts and nothing else. */
export class ContractFiles {
  readonly root = mkdtempSync(join(tmpdir(), 'once-contracts-'));
  readonly folder: ContractFolder = contractFolder(this.root);

  writeMain(...pacts: readonly PactFile[]): void {
    for (const pact of pacts) this.write(this.folder.pacts, pact);
  }

  writeDeployed(env: string, ...pacts: readonly PactFile[]): void {
    for (const pact of pacts) this.write(this.folder.deployedIn(env), pact);
  }

  /** What test:contracts leaves when all interactions of the pacts are kept, except for the broken ones. */
  writeResults(
    pact: PactFile,
    commit: string,
    { broken = [], isClean = true }: { broken?: string[]; isClean?: boolean } = {},
  ): void {
    const hashes = (isBroken: boolean): string[] =>
      pact.interactions.filter(({ description }) => broken.includes(description) === isBroken).map(interactionSha256);
    const pair = { consumer: pact.consumer.name, provider: pact.provider.name };
    const results: VerificationResults = {
      ...pair,
      source: { commit, isClean },
      kept: hashes(false),
      broken: hashes(true),
    };
    mkdirSync(this.folder.results, { recursive: true });
    writeFileSync(join(this.folder.results, pactFileName(pair.consumer, pair.provider)), JSON.stringify(results));
  }

  /** Commits everything and returns the hash. */
  commit(): string {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: this.root });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--allow-empty', '-m', 'x');
    return git('rev-parse', 'HEAD').toString().trim();
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private write(folder: string, pact: PactFile): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, pactFileName(pact.consumer.name, pact.provider.name)), JSON.stringify(pact));
  }
}
