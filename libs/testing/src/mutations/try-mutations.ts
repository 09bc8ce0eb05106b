import { createHash } from 'node:crypto';
import { judgeRun, type MutationVerdict, type TestRun } from './judge-run.ts';
import type { KeptResults } from './kept-results.ts';
import type { Mutation } from './mutation.ts';
import { groupByTest } from './shard.ts';

export interface TestTarget extends Pick<Mutation, 'suite' | 'test'> {
  /** A regular expression that full names have to match; undefined for the whole file. */
  readonly named: string | undefined;
}

/** With the first failure's own words, or what kept the tests from running; empty where nothing failed. */
export interface ToldTestRun extends TestRun {
  readonly why: string;
}

/** Runs tests on the sources as they are, or with a patch in them. */
export interface MutationBench {
  run(target: TestTarget, patchFile?: string): Promise<ToldTestRun>;
}

export interface JudgedMutation {
  readonly mutation: Mutation;
  readonly verdict: MutationVerdict;
}

export interface TrialOptions {
  readonly kept: Pick<KeptResults, 'names' | 'keep'>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly onJudged: (judged: JudgedMutation) => void;
}

const escapeForRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** What the tests of a target are known by where their green run is kept. */
export const keyOfTarget = ({ test, named = '' }: TestTarget): string =>
  createHash('sha256').update(`${test}\n${named}`).digest('hex').slice(0, 32);

/**
 * The named tests of all these mutations first, which are a part of their file. The whole file is for those that need what
 * other tests leave behind: green or red by themselves, they would say something else than in their file.
 */
function targetsOf(group: readonly Mutation[]): TestTarget[] {
  const [first] = group;
  if (!first) return [];
  const { suite, test } = first;
  const titles = [...new Set(group.flatMap(({ reddens }) => reddens))].sort();
  const named = titles.map(escapeForRegExp).join('|');
  return [named, undefined].map((pattern) => ({ suite, test, named: pattern }));
}

const scopeOf = ({ named }: TestTarget): string => (named === undefined ? 'the whole file' : 'the named tests');

/** Tries mutations, one at a time on each bench and those of one test file on one, and says what runs and how it ended. */
export async function tryMutations(
  mutations: readonly Mutation[],
  benches: readonly MutationBench[],
  options: TrialOptions,
): Promise<void> {
  const queue = groupByTest(mutations);
  let begun = 0;
  const work = async (bench: MutationBench): Promise<void> => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      const trial = new FileTrial(group, bench, options);
      for (const mutation of group) {
        begun += 1;
        const verdict = await trial.try(mutation, `(${begun}/${mutations.length})`);
        if (options.signal.aborted) return;
        options.onJudged({ mutation, verdict });
      }
    }
  };
  await Promise.all(benches.map(work));
}

/** The mutations of one test file. */
class FileTrial {
  private readonly targets: readonly TestTarget[];
  private readonly bench: MutationBench;
  private readonly options: TrialOptions;
  private readonly greens = new Map<TestTarget, boolean>();

  constructor(group: readonly Mutation[], bench: MutationBench, options: TrialOptions) {
    this.targets = targetsOf(group);
    this.bench = bench;
    this.options = options;
  }

  async try(mutation: Mutation, place: string): Promise<MutationVerdict> {
    let verdict: MutationVerdict = 'not_run';
    for (const target of this.targets) {
      if (this.options.signal.aborted) return 'not_run';
      if (!(await this.isGreen(target, place))) continue;
      verdict = await this.tryOn(target, mutation, place);
      if (verdict !== 'survived') return verdict;
    }
    return verdict;
  }

  private async tryOn(target: TestTarget, mutation: Mutation, place: string): Promise<MutationVerdict> {
    const { say, kept, signal } = this.options;
    say(`${place} ${mutation.name}: ${scopeOf(target)} of ${target.test}`);
    const { run, seconds } = await timed(() => this.bench.run(target, mutation.file));
    if (signal.aborted) return 'not_run';
    const verdict = judgeRun(mutation, run);
    say(` ${verdict === 'caught' ? 'ok' : '!!'}  ${verdict} in ${seconds} s, ${mutation.name}: ${mutation.removes}`);
    if (verdict === 'not_run') say(`     ${run.why || 'a test that it names did not run'}`);
    if (verdict === 'caught') await kept.keep('caught', mutation.name, { seconds });
    return verdict;
  }

  /** Without a mutation every test must be green, or its red would prove nothing. */
  private async isGreen(target: TestTarget, place: string): Promise<boolean> {
    const known = this.greens.get(target);
    if (known !== undefined) return known;
    const isKept = (await this.options.kept.names('green')).has(keyOfTarget(target));
    const isGreen = isKept || (await this.runUnchanged(target, place));
    this.greens.set(target, isGreen);
    return isGreen;
  }

  private async runUnchanged(target: TestTarget, place: string): Promise<boolean> {
    const { say, kept, signal } = this.options;
    say(`${place} no mutation: ${scopeOf(target)} of ${target.test}`);
    const { run, seconds } = await timed(() => this.bench.run(target));
    const { isLoaded, passed, failed, why } = run;
    const isGreen = isLoaded && failed.length === 0 && passed.length > 0;
    if (signal.aborted) return false;
    say(` ${isGreen ? 'ok  green' : '!!  not green'} in ${seconds} s (${passed.length} passed)`);
    if (isGreen) await kept.keep('green', keyOfTarget(target), { ...target, seconds });
    else say(`     ${[...failed, why].filter(Boolean).join('\n     ') || 'no test ran'}`);
    return isGreen;
  }
}

const timed = async (work: () => Promise<ToldTestRun>): Promise<{ run: ToldTestRun; seconds: number }> => {
  const begunAt = performance.now();
  const run = await work();
  return { run, seconds: Math.round((performance.now() - begunAt) / 100) / 10 };
};
