import { describe, expect, it } from '@jest/globals';
import { selectForCi, selectMutations, turnOfCommit } from './select-mutations.ts';

const CORE = [0, 1, 2].map((index) => ({ name: `core-${index}`, test: 'core.spec.ts', guards: 'fence' as const }));
const REST = Array.from({ length: 250 }, (_, index) => ({
  ...{ name: `rest-${index}`, test: `t${index % 20}.spec.ts`, guards: undefined },
}));
const ALL = [...CORE, ...REST];
const TURNS = Array.from({ length: 10 }, (_, turn) => turn);
const COMMIT = '0000000a'.padEnd(40, 'f');
const everything = { names: [], isCi: false, shard: undefined, isAgain: false, jobs: 1 };
const namesOf = (mutations: { name: string }[]) => mutations.map(({ name }) => name);

describe('what CI tries', () => {
  it.each(TURNS)('has the whole core in turn %d', (turn) => {
    expect(selectForCi(ALL, turn)).toEqual(expect.arrayContaining(CORE));
  });

  it('is each of the rest in one of ten turns', () => {
    const tried = TURNS.flatMap((turn) => selectForCi(REST, turn));
    expect(namesOf(tried).sort()).toEqual(namesOf(REST).sort());
  });

  it.each(TURNS)('is about a tenth of the rest in turn %d', (turn) => {
    const { length } = selectForCi(REST, turn);
    expect(length).toBeGreaterThan(10);
    expect(length).toBeLessThan(45);
  });

  it.each([
    ['00000000', 0],
    ['00000009', 9],
    ['0000000a', 0],
    ['0000001f', 1],
    ['ffffffff', 5],
  ])('has its turn by the commit %s: %d', (commit, turn) => {
    expect(turnOfCommit(commit.padEnd(40, 'c'))).toBe(turn);
  });
});

describe('selectMutations', () => {
  it('takes all where nothing is asked for', () => {
    expect(selectMutations(ALL, everything, COMMIT)).toEqual(ALL);
  });

  it('takes those that are named', () => {
    expect(namesOf(selectMutations(ALL, { ...everything, names: ['rest-7', 'core-1'] }, COMMIT))).toEqual([
      'core-1',
      'rest-7',
    ]);
  });

  it('names what is not there', () => {
    const options = { ...everything, names: ['rest-7', 'none', 'neither'] };
    expect(() => selectMutations(ALL, options, COMMIT)).toThrow('there is no mutation none, neither');
  });

  it('takes what is the turn of a commit, also in parts', () => {
    const ofCi = selectMutations(ALL, { ...everything, isCi: true }, COMMIT);
    expect(ofCi).toEqual(selectForCi(ALL, 0));
    const parts = [1, 2].flatMap((index) =>
      selectMutations(ALL, { ...everything, isCi: true, shard: { index, count: 2 } }, COMMIT),
    );
    expect(namesOf(parts).sort()).toEqual(namesOf(ofCi).sort());
  });
});
