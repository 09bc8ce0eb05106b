import type { Mutation } from './mutation.ts';

/** The `index`-th part of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const FORM = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/;

/** Reads `i/n` with 1 ≤ i ≤ n; undefined for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = FORM.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index <= shard.count ? shard : undefined;
}

/** In the order of the first mutation of each test file. */
export function groupByTest<M extends Pick<Mutation, 'test'>>(mutations: readonly M[]): M[][] {
  return [...Map.groupBy(mutations, ({ test }) => test).values()];
}

/** A test file is run once more, without any mutation. */
const runsOf = (group: readonly unknown[]): number => group.length + 1;

const byName = (left: string, right: string): number => (left < right ? -1 : 1);

/**
 * One of `count` parts of about as many runs each, which together are all mutations. The same set is always split the same
 * way, and the mutations of one test file stay together, so that its run without a mutation is done once.
 */
export function takeShard<M extends Pick<Mutation, 'test'>>(mutations: readonly M[], { index, count }: Shard): M[] {
  const loads = Array.from({ length: count }, () => 0);
  const taken = new Set<string>();
  const groups = groupByTest(mutations)
    .map((group) => ({ test: group[0]?.test ?? '', runs: runsOf(group) }))
    .sort((left, right) => right.runs - left.runs || byName(left.test, right.test));
  for (const { test, runs } of groups) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + runs;
    if (lightest === index - 1) taken.add(test);
  }
  return mutations.filter(({ test }) => taken.has(test));
}
