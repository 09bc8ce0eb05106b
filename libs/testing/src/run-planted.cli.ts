/**
 * Plants changes of the contracts in a copy, one at a time: `npm run contracts:planted [-- NAME…]`. A breaking one must
 * turn the right project's contract run red by name, a harmless one must leave all of them green.
 */
import { startStack } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { WorkingCopy } from '@once/working-copy';
import { glob, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { runSuiteIn } from './mutations/run-suite.ts';
import { judgePlanted, type Complaints } from './planted/judge-planted.ts';
import { readPlantedChange, type PlantedChange } from './planted/planted-change.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const readAll = async (): Promise<PlantedChange[]> => {
  const files: string[] = [];
  for await (const file of glob('contracts/planted/{breaking,harmless}/*.patch', { cwd: REPOSITORY_ROOT })) {
    files.push(file);
  }
  return Promise.all(
    files.sort().map(async (file) => readPlantedChange(file, await readFile(join(REPOSITORY_ROOT, file), 'utf8'))),
  );
};

const wanted = new Set(process.argv.slice(2));
const isAll = wanted.size === 0;
const changes = (await readAll()).filter(({ name }) => isAll || wanted.delete(name));
if (wanted.size > 0 || changes.length === 0) {
  say(wanted.size > 0 ? `there is no planted change ${[...wanted].join(', ')}` : 'there are no planted changes');
  process.exit(2);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
const { signal } = interrupted;

/** Contract runs write into these; the next change starts from what is committed. */
const WRITTEN = 'contracts/pacts';

const runIn = async (copy: WorkingCopy, change: PlantedChange, env: NodeJS.ProcessEnv): Promise<Complaints> => {
  const outcome = await runSuiteIn(copy, { suite: 'contract', tests: change.runs }, { env, signal });
  if (!outcome.report) return [outcome.why];
  return judgePlanted(change, outcome.report, `${await realpath(copy.folder)}/`);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const tryChange = async (copy: WorkingCopy, change: PlantedChange, env: NodeJS.ProcessEnv): Promise<Complaints> => {
  const patch = join(REPOSITORY_ROOT, change.file);
  const applied = await copy.apply(patch).catch((error: unknown) => messageOf(error));
  if (typeof applied === 'string') return [`does not apply: ${applied}`];
  const complaints = await runIn(copy, change, env);
  await applied.takeBack();
  await copy.restore(WRITTEN);
  return complaints;
};

const stack = await startStack({ onProgress: say, signal });
const copy = await WorkingCopy.create();
let passed = 0;
let failed = 0;
const count = (name: string, text: string, complaints: Complaints): void => {
  if (complaints.length === 0) passed += 1;
  else failed += 1;
  say(`${complaints.length === 0 ? ' ok ' : 'FAIL'} ${name}: ${[text, ...complaints].join('\n       ')}`);
};
try {
  const env = { PG_URL: stack.postgresUrl, KAFKA_BROKERS: stack.kafkaBrokers.join(',') };
  const runs = [...new Set(changes.flatMap((change) => change.runs))].sort();
  // Without any change everything must be green, or a red would prove nothing.
  const nothing = { name: 'nothing', file: '', changes: 'every contract is kept', runs, fails: [] };
  const sick = await runIn(copy, nothing, env);
  await copy.restore(WRITTEN);
  if (sick.length > 0) count('without any change', 'every contract is kept', sick);
  for (const change of changes) {
    if (signal.aborted) break;
    count(
      `${change.fails.length > 0 ? 'breaks  ' : 'harmless'} ${change.name}`,
      change.changes,
      await tryChange(copy, change, env),
    );
  }
} finally {
  await copy.remove();
  await stack.stop();
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = passed === changes.length && failed === 0 ? 0 : 1;
