/**
 * Takes each safeguard away in a copy and sees its test go red. A mutation that survives, or whose tests did not run, fails
 * the command, which closes with one line: `N passed, N failed`.
 *
 *   npm run test:mutations -- [NAME…] [--again]          these, or all
 *   npm run test:mutations -- --shard i/n [--again]      the i-th of n parts, which together are all
 *   npm run test:mutations -- --ci [--shard i/n] [--again]  the core, and a tenth of the rest that changes with the commit
 *   … --jobs 2                                           two at a time, on the same servers
 *   npm run test:mutations -- --status                   how many are caught on this tree, and which are not
 *   npm run test:mutations -- --check                    that patches apply and name tests that are there; runs no test
 *
 * What is caught is kept in `.run/mutations`, by the tree of the commit, so that a run goes on where another one stopped;
 * `--again` tries it all the same. With changes in the work tree nothing is kept, nor anything kept believed.
 * Exit code: 0 all were caught, 1 one was not, 2 the arguments are wrong or it could not go on.
 */
import { startStack } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { join } from 'node:path';
import { checkPatches } from './mutations/check-patches.ts';
import { cleanTree, headCommit } from './mutations/clean-tree.ts';
import { CopyBench } from './mutations/copy-bench.ts';
import { KeptResults } from './mutations/kept-results.ts';
import { parseMutationsArguments, type RunOptions } from './mutations/mutations-arguments.ts';
import type { Mutation } from './mutations/mutation.ts';
import { readMutations } from './mutations/read-mutations.ts';
import type { SuiteOptions } from './mutations/run-suite.ts';
import { selectMutations } from './mutations/select-mutations.ts';
import { tryMutations, type JudgedMutation } from './mutations/try-mutations.ts';

const REFUSED = 2;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
const { signal } = interrupted;

/** Closes with the counts, and with all failures once more: each is somewhere far above. */
const conclude = (passed: number, failures: readonly string[]): number => {
  for (const failure of failures) say(`FAILED ${failure}`);
  process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
  return failures.length > 0 ? 1 : 0;
};

/** Beside other things of this checkout, where `npm ci` does not remove them. */
const keptResultsOf = (tree: string | undefined, { isAgain = false } = {}): KeptResults =>
  new KeptResults(tree && join(REPOSITORY_ROOT, '.run/mutations', tree), { isAgain });

const NOTHING_KEPT = 'There are changes in the work tree: verdicts are neither kept nor taken over.';

/** Of a model, more than in the usual test: the danger that one safeguard is against is met a few times in as many. */
const MODEL_RUNS = '1000';

/** Servers for those that need them: unit suites have none. */
const withServers = async (
  mutations: readonly Mutation[],
  work: (env: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> => {
  if (mutations.every(({ suite }) => suite === 'unit')) return work({});
  const stack = await startStack({ onProgress: say, signal });
  try {
    const servers = { PG_URL: stack.postgresUrl, KAFKA_BROKERS: stack.kafkaBrokers.join(',') };
    await work({ ...servers, ONCE_MODEL_RUNS: MODEL_RUNS });
  } finally {
    await stack.stop();
  }
};

const withBenches = async (
  count: number,
  options: SuiteOptions,
  work: (benches: readonly CopyBench[]) => Promise<void>,
): Promise<void> => {
  const benches: CopyBench[] = [];
  try {
    while (benches.length < count) benches.push(await CopyBench.create(options));
    await work(benches);
  } finally {
    for (const bench of benches) await bench.remove();
  }
};

const tryAll = async (
  mutations: readonly Mutation[],
  tree: string | undefined,
  { isAgain, jobs }: RunOptions,
): Promise<readonly JudgedMutation[]> => {
  const judged: JudgedMutation[] = [];
  await withServers(mutations, (env) =>
    withBenches(jobs, { env, signal }, async (benches) => {
      // What was edited while it was copied may be in a copy.
      const isAsCommitted = tree !== undefined && (await cleanTree()) === tree;
      const kept = keptResultsOf(isAsCommitted ? tree : undefined, { isAgain });
      await tryMutations(mutations, benches, { kept, say, signal, onJudged: (one) => judged.push(one) });
    }),
  );
  return judged;
};

const runMutations = async (options: RunOptions): Promise<number> => {
  const tree = await cleanTree();
  if (tree === undefined) say(NOTHING_KEPT);
  const selected = selectMutations(await readMutations(), options, await headCommit());
  const caught = await keptResultsOf(tree, options).names('caught');
  const left = selected.filter(({ name }) => !caught.has(name));
  const keptCount = selected.length - left.length;
  say(`${selected.length} mutations: ${keptCount} caught before (kept), ${left.length} to try`);
  const judged = left.length > 0 ? await tryAll(left, tree, options) : [];
  const failures = judged.filter(({ verdict }) => verdict !== 'caught');
  if (judged.length < left.length) say(`Interrupted: ${left.length - judged.length} were not tried.`);
  const lines = failures.map(({ mutation, verdict }) => `${mutation.name}: ${verdict} (${mutation.file})`);
  const exitCode = conclude(selected.length - left.length + judged.length - failures.length, lines);
  return judged.length < left.length ? 1 : exitCode;
};

const showStatus = async (): Promise<number> => {
  const tree = await cleanTree();
  if (tree === undefined) say(NOTHING_KEPT);
  const caught = await keptResultsOf(tree).names('caught');
  const mutations = await readMutations();
  const open = mutations.filter(({ name }) => !caught.has(name));
  for (const { name, file } of open) process.stdout.write(`not caught yet: ${name} (${file})\n`);
  process.stdout.write(`${mutations.length - open.length} of ${mutations.length} mutations are caught on this tree\n`);
  return open.length > 0 ? 1 : 0;
};

const check = async (): Promise<number> => {
  const { passed, problems } = await checkPatches();
  return conclude(passed, problems);
};

const main = async (): Promise<number> => {
  const command = parseMutationsArguments(process.argv.slice(2));
  switch (command.kind) {
    case 'run':
      return runMutations(command.options);
    case 'status':
      return showStatus();
    case 'check':
      return check();
    case 'refused':
      say(command.message);
      return REFUSED;
  }
};

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return REFUSED;
});
