/**
 * Takes each safeguard away in a copy and sees its test go red: `npm run test:mutations [-- NAME…]`.
 * A mutation that survives, or whose patch no longer applies, fails the command.
 */
import { startStack } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { WorkingCopy } from '@once/working-copy';
import { join } from 'node:path';
import { judgeRun, type MutationVerdict } from './mutations/judge-run.ts';
import type { Mutation } from './mutations/mutation.ts';
import { readMutations } from './mutations/read-mutations.ts';
import { runTestOf } from './mutations/run-mutation.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const wanted = new Set(process.argv.slice(2));
const isAll = wanted.size === 0;
const mutations = (await readMutations()).filter(({ name }) => isAll || wanted.delete(name));
if (wanted.size > 0 || mutations.length === 0) {
  say(wanted.size > 0 ? `there is no mutation ${[...wanted].join(', ')}` : 'there are no mutations');
  process.exit(2);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
const { signal } = interrupted;

const tryMutation = async (mutation: Mutation, copy: WorkingCopy, env: NodeJS.ProcessEnv): Promise<MutationVerdict> => {
  const patch = join(REPOSITORY_ROOT, mutation.file);
  const applied = await copy.apply(patch).catch((error: unknown) => {
    say(`   does not apply: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!applied) return 'not_run';
  const run = await runTestOf(mutation, copy, { env, signal });
  await applied.takeBack();
  return judgeRun(mutation, run);
};

/** Without the patch every named test must be green, or its red would prove nothing. */
const sickTests = async (copy: WorkingCopy, env: NodeJS.ProcessEnv): Promise<string[]> => {
  const sick: string[] = [];
  const tests = new Map(mutations.map(({ suite, test }) => [test, { suite, test }]));
  for (const target of tests.values()) {
    const { failed, isLoaded, why } = await runTestOf(target, copy, { env, signal });
    if (!isLoaded || failed.length > 0) sick.push(`${target.test}: ${failed.join('; ') || 'did not load'}\n${why}`);
  }
  return sick;
};

const stack = await startStack({ onProgress: say, signal });
const copy = await WorkingCopy.create();
const verdicts: MutationVerdict[] = [];
try {
  const env = { PG_URL: stack.postgresUrl, KAFKA_BROKERS: stack.kafkaBrokers.join(',') };
  for (const problem of await sickTests(copy, env)) {
    say(`not green without any mutation: ${problem}`);
    verdicts.push('not_run');
  }
  for (const mutation of mutations) {
    if (signal.aborted) break;
    const verdict = await tryMutation(mutation, copy, env);
    verdicts.push(verdict);
    say(`${verdict === 'caught' ? ' ok ' : 'FAIL'} ${verdict.padEnd(8)} ${mutation.name}: ${mutation.removes}`);
  }
} finally {
  await copy.remove();
  await stack.stop();
}
const caught = verdicts.filter((verdict) => verdict === 'caught').length;
process.stdout.write(`${caught} passed, ${verdicts.length - caught} failed\n`);
process.exitCode = caught === mutations.length && caught === verdicts.length ? 0 : 1;
