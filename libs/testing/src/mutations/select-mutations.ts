import { createHash } from 'node:crypto';
import type { RunOptions } from './mutations-arguments.ts';
import type { Mutation } from './mutation.ts';
import { takeShard } from './shard.ts';

/** Ten commits whose turns differ see every mutation; CI has no time for more than about a tenth beside the core. */
const TURNS = 10;

const turnOfName = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE(0) % TURNS;

/** 0 to 9, by the hash of a commit: no state to keep, and a commit that is tried again is tried the same way. */
export const turnOfCommit = (commit: string): number => Number.parseInt(commit.slice(0, 8), 16) % TURNS;

/** The core, and the tenth of the rest whose turn it is. */
export function selectForCi<M extends Pick<Mutation, 'name' | 'guards'>>(mutations: readonly M[], turn: number): M[] {
  return mutations.filter(({ name, guards }) => guards !== undefined || turnOfName(name) === turn);
}

/**
 * What a run is asked to try.
 * @throws Error naming what is asked for and not there
 */
export function selectMutations<M extends Pick<Mutation, 'name' | 'guards' | 'test'>>(
  mutations: readonly M[],
  { names, isCi, shard }: RunOptions,
  commit: string,
): M[] {
  const unknown = names.filter((name) => mutations.every((mutation) => mutation.name !== name));
  if (unknown.length > 0) throw new Error(`there is no mutation ${unknown.join(', ')}`);
  const named = mutations.filter(({ name }) => names.length === 0 || names.includes(name));
  const turned = isCi ? selectForCi(named, turnOfCommit(commit)) : named;
  return shard ? takeShard(turned, shard) : turned;
}
