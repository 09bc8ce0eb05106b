/**
 * Runs the suites of the workspace on real servers and closes with one line: `N passed, N failed`.
 *
 *   node --conditions=once-source libs/testing/src/run-tests.cli.ts [--only unit,contract,integration,e2e,long]
 *     [--report FILE] [--named PATTERN] [pattern…]
 *
 * Without --only all but long: whatever takes minutes by nature.
 * Tests that `--named` leaves out count as failed, as whatever is skipped: it is for those who read the report.
 */
import { startStack, type Stack } from '@once/stack';
import { dropProvisionedDatabase } from '@once/supervisor';
import { parseArgs } from 'node:util';
import { provisionTestServers } from './servers/provision-test-servers.ts';
import { addCounts, NO_COUNTS, type Counts } from './runner/jest-report.ts';
import { runJest } from './runner/run-jest.ts';
import { isSuite, SUITES, USUAL_SUITES, type Suite } from './runner/suites.ts';
import { TEST_SERVERS_VARIABLE, type TestServers } from './servers/test-servers.ts';

/** They share one Postgres and one broker; suites that hurt their servers start their own. */
const NEEDS_SERVERS: ReadonlySet<Suite> = new Set(['integration', 'contract', 'e2e', 'long']);
/** Of the shared server: suites of several workers, each with pools for the services under test. */
const MAX_CONNECTIONS = '400';

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, report: { type: 'string' }, named: { type: 'string' } },
  allowPositionals: true,
});
const asked = values.only?.split(',') ?? USUAL_SUITES;
const unknown = asked.filter((name) => !isSuite(name));
if (unknown.length > 0) {
  process.stderr.write(`unknown suite ${unknown.join(', ')}: choose from ${SUITES.join(', ')}\n`);
  process.exit(2);
}
const selected = SUITES.filter((suite) => asked.includes(suite));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

const failure = (line: string): Counts => ({ passed: 0, failed: 1, failures: [line] });

/** What is made on a server that is not ours goes with the run; the embedded one goes as a whole. */
const dropTemplates = async (stack: Stack, { charge, ledger }: TestServers): Promise<void> => {
  if (stack.postgres !== null) return;
  for (const database of [charge, ledger]) await dropProvisionedDatabase(stack.postgresUrl, database);
};

const run = async (env: NodeJS.ProcessEnv): Promise<Counts> => {
  let total = NO_COUNTS;
  for (const suite of selected) {
    if (interrupted.signal.aborted) return addCounts(total, failure(`${suite}: interrupted before it`));
    say(`— ${suite}`);
    const counts = await runJest({
      suite,
      patterns: positionals,
      named: values.named,
      env,
      signal: interrupted.signal,
      keepReportAt: values.report,
    });
    total = addCounts(total, counts);
  }
  return total;
};

const startServers = (): Promise<Stack> =>
  startStack({
    onProgress: say,
    signal: interrupted.signal,
    postgresSettings: { max_connections: MAX_CONNECTIONS },
    env: { ...process.env, ONCE_SHORT_RUN: '1' },
  });

const runOnServers = async (): Promise<Counts> => {
  const stack = await startServers();
  try {
    const servers = await provisionTestServers(stack, `t${process.pid}`);
    try {
      return await run({ [TEST_SERVERS_VARIABLE]: JSON.stringify(servers) });
    } finally {
      await dropTemplates(stack, servers);
    }
  } finally {
    await stack.stop();
  }
};

const runAll = (): Promise<Counts> => (selected.some((name) => NEEDS_SERVERS.has(name)) ? runOnServers() : run({}));

const total = await runAll().catch((error: unknown): Counts => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return failure(`the servers of the tests: ${error instanceof Error ? error.message : String(error)}`);
});
// Once more and together: each is somewhere far above.
for (const line of total.failures) say(`FAILED ${line}`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
