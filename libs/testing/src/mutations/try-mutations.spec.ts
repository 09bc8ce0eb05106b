import { describe, expect, it } from '@jest/globals';
import type { ResultKind } from './kept-results.ts';
import { readMutation } from './mutation.ts';
import { keyOfTarget, tryMutations, type TestTarget, type ToldTestRun } from './try-mutations.ts';

const mutation = (name: string, test: string, ...reddens: string[]) =>
  readMutation(
    `libs/x/test/mutations/${name}.patch`,
    [`# removes: ${name}`, '# suite: unit', `# test: ${test}`, ...reddens.map((title) => `# reddens: ${title}`)].join(
      '\n',
    ),
  );
const A1 = mutation('a1', 'a.spec.ts', 'refuses (twice)');
const A2 = mutation('a2', 'a.spec.ts', 'keeps');
const B1 = mutation('b1', 'b.spec.ts', 'counts');

const green: ToldTestRun = { passed: ['refuses (twice)', 'keeps', 'counts'], failed: [], isLoaded: true, why: '' };
const red: ToldTestRun = { passed: [], failed: green.passed, isLoaded: true, why: 'expected 1' };
const late: ToldTestRun = { passed: [], failed: [], isLoaded: false, why: 'stopped: still running' };

type Answer = (target: TestTarget, patch?: string) => ToldTestRun;
/** The whole file, or its named tests, without or with a patch. */
const titleOf = ({ test, named }: TestTarget, patch?: string) =>
  `${test} ${named === undefined ? 'whole' : 'named'} ${patch?.split('/').at(-1) ?? 'unchanged'}`;

const caughtByAll: Answer = (_target, patch) => (patch ? red : green);

const tryOn = async (answer: Answer, { mutations = [A1, A2, B1], greens = [] as string[] } = {}) => {
  const runs: string[] = [];
  const kept: string[] = [];
  const lines: string[] = [];
  const verdicts: Record<string, string> = {};
  const interrupted = new AbortController();
  const bench = {
    run: async (target: TestTarget, patch?: string) => {
      runs.push(titleOf(target, patch));
      if (runs.length > 20) interrupted.abort();
      return answer(target, patch);
    },
  };
  await tryMutations(mutations, [bench], {
    kept: {
      names: async (kind: ResultKind) => new Set(kind === 'green' ? greens : []),
      keep: async (kind, name) => void kept.push(`${kind} ${name}`),
    },
    say: (line) => lines.push(line),
    signal: interrupted.signal,
    onJudged: ({ mutation: { name }, verdict }) => (verdicts[name] = verdict),
  });
  return { runs, kept, lines, verdicts };
};

describe('trying mutations', () => {
  it('runs a file without any mutation once, right before its first one', async () => {
    const { runs, verdicts } = await tryOn(caughtByAll);
    expect(runs).toEqual([
      ...['a.spec.ts named unchanged', 'a.spec.ts named a1.patch', 'a.spec.ts named a2.patch'],
      ...['b.spec.ts named unchanged', 'b.spec.ts named b1.patch'],
    ]);
    expect(verdicts).toEqual({ a1: 'caught', a2: 'caught', b1: 'caught' });
  });

  it('runs the same tests with a mutation as without one: those that any of them names', async () => {
    const patterns: (string | undefined)[] = [];
    await tryOn((target, patch) => {
      patterns.push(target.named);
      return caughtByAll(target, patch);
    });
    expect(new Set(patterns)).toEqual(new Set([String.raw`keeps|refuses \(twice\)`, 'counts']));
  });

  it('says what is running before it runs, and keeps each verdict at once', async () => {
    const { lines, kept } = await tryOn(caughtByAll);
    expect(lines.slice(0, 3)).toEqual([
      '(1/3) no mutation: the named tests of a.spec.ts',
      expect.stringMatching(/^ ok {2}green in [\d.]+ s \(3 passed\)$/),
      '(1/3) a1: the named tests of a.spec.ts',
    ]);
    expect(lines.at(-1)).toMatch(/^ ok {2}caught in [\d.]+ s, b1: b1$/);
    expect(kept).toEqual([
      ...[expect.stringMatching(/^green /), 'caught a1', 'caught a2'],
      ...[expect.stringMatching(/^green /), 'caught b1'],
    ]);
  });

  it('takes over that a file is green, for the same tests only', async () => {
    const suite = 'unit' as const;
    const greens = [
      keyOfTarget({ suite, test: 'b.spec.ts', named: 'counts' }),
      keyOfTarget({ suite, test: 'a.spec.ts', named: 'keeps' }),
    ];
    const { runs } = await tryOn(caughtByAll, { greens });
    expect(runs.filter((run) => run.endsWith('unchanged'))).toEqual(['a.spec.ts named unchanged']);
  });

  it('runs the whole file where the named tests alone are not green', async () => {
    const { runs, verdicts } = await tryOn((target, patch) =>
      target.named !== undefined ? red : caughtByAll(target, patch),
    );
    expect(runs.slice(0, 4)).toEqual([
      ...['a.spec.ts named unchanged', 'a.spec.ts whole unchanged'],
      ...['a.spec.ts whole a1.patch', 'a.spec.ts whole a2.patch'],
    ]);
    expect(verdicts).toEqual({ a1: 'caught', a2: 'caught', b1: 'caught' });
  });

  it('calls nothing survived before the whole file was run', async () => {
    const { runs, verdicts, kept } = await tryOn(() => green, { mutations: [B1] });
    expect(runs).toEqual([
      ...['b.spec.ts named unchanged', 'b.spec.ts named b1.patch'],
      ...['b.spec.ts whole unchanged', 'b.spec.ts whole b1.patch'],
    ]);
    expect(verdicts).toEqual({ b1: 'survived' });
    expect(kept).not.toContain('caught b1');
  });

  it.each([
    ['is red', red],
    ['does not load', { ...green, isLoaded: false }],
    ['runs no test', { ...green, passed: [] }],
    ['is not over in time', late],
  ])('runs no mutation of a file that %s without one', async (_what, run) => {
    const { runs, verdicts, kept } = await tryOn((target, patch) =>
      target.test === 'a.spec.ts' ? run : caughtByAll(target, patch),
    );
    expect(runs).toEqual([
      ...['a.spec.ts named unchanged', 'a.spec.ts whole unchanged'],
      ...['b.spec.ts named unchanged', 'b.spec.ts named b1.patch'],
    ]);
    expect(verdicts).toEqual({ a1: 'not_run', a2: 'not_run', b1: 'caught' });
    expect(kept).toEqual([expect.stringMatching(/^green /), 'caught b1']);
  });

  it('has not caught what was not over in time, and says why', async () => {
    const { verdicts, lines, kept } = await tryOn((_target, patch) => (patch ? late : green), { mutations: [B1] });
    expect(verdicts).toEqual({ b1: 'not_run' });
    expect(lines).toContain('     stopped: still running');
    expect(kept).not.toContain('caught b1');
  });

  it('takes a test file on each bench, and each file on one', async () => {
    const filesOf: Set<string>[] = [new Set(), new Set()];
    const firstRuns = Promise.withResolvers<undefined>();
    const benches = filesOf.map((files) => ({
      run: async (target: TestTarget, patch?: string) => {
        files.add(target.test);
        // None goes on before both have begun.
        if (filesOf.every(({ size }) => size > 0)) firstRuns.resolve(undefined);
        await firstRuns.promise;
        return caughtByAll(target, patch);
      },
    }));
    const judged: string[] = [];
    await tryMutations([A1, A2, B1], benches, {
      kept: { names: async () => new Set(), keep: async () => undefined },
      ...{ say: () => undefined, signal: new AbortController().signal },
      onJudged: ({ mutation: { name }, verdict }) => judged.push(`${verdict} ${name}`),
    });
    expect(filesOf).toEqual([new Set(['a.spec.ts']), new Set(['b.spec.ts'])]);
    expect(judged.sort()).toEqual(['caught a1', 'caught a2', 'caught b1']);
  });

  it('judges nothing any more once it is interrupted', async () => {
    const many = Array.from({ length: 30 }, (_, index) => mutation(`m${index}`, 'a.spec.ts', 'keeps'));
    const { verdicts, kept } = await tryOn(caughtByAll, { mutations: many });
    expect(Object.keys(verdicts)).toHaveLength(19);
    expect(kept).toHaveLength(20);
  });
});
