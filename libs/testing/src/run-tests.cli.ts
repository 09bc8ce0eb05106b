/**
 * Runs the suites of the workspace on real servers and closes with one line: `N passed, N failed`.
 *
 *   node --conditions=once-source libs/testing/src/run-tests.cli.ts [--only unit,integration,contract,e2e,proof]
 *     [--report FILE] [--named PATTERN] [pattern…]
 *
 * Without --only all but proof, which takes minutes by nature: it starts whole runs of `npm run prove`.
 * Tests that `--named` leaves out count as failed, as whatever is skipped: it is for those who read the report.
 */
import { startStack, type Stack } from '@once/stack';
import { parseArgs } from 'node:util';
import { provisionTestServers } from './servers/provision-test-servers.ts';
import { addCounts, NO_COUNTS, type Counts } from './runner/jest-report.ts';
import { runJest } from './runner/run-jest.ts';
import { TEST_SERVERS_VARIABLE } from './servers/test-servers.ts';

const USUAL = ['unit', 'contract', 'integration', 'e2e'] as const;
const SUITES = [...USUAL, 'proof'] as const;
/** Suites of these kinds share one Postgres and one broker; end-to-end suites start stacks of their own. */
const NEEDS_SERVERS = new Set<string>(['integration', 'contract']);

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, report: { type: 'string' }, named: { type: 'string' } },
  allowPositionals: true,
});
const selected = values.only?.split(',') ?? [...USUAL];
const unknown = selected.filter((name) => !(SUITES as readonly string[]).includes(name));
if (unknown.length > 0) {
  process.stderr.write(`unknown suite ${unknown.join(', ')}: choose from ${SUITES.join(', ')}\n`);
  process.exit(2);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

const failure = (line: string): Counts => ({ passed: 0, failed: 1, failures: [line] });

const provision = async (stack: Stack): Promise<NodeJS.ProcessEnv> => {
  const servers = await provisionTestServers(stack, `t${process.pid}`);
  return { [TEST_SERVERS_VARIABLE]: JSON.stringify(servers), KAFKA_BROKERS: stack.kafkaBrokers.join(',') };
};

const runAll = async (): Promise<Counts> => {
  const needsServers = selected.some((name) => NEEDS_SERVERS.has(name));
  const stack = needsServers ? await startStack({ onProgress: say, signal: interrupted.signal }) : undefined;
  try {
    const env = stack ? await provision(stack) : {};
    let total = NO_COUNTS;
    for (const suite of SUITES.filter((name) => selected.includes(name))) {
      if (interrupted.signal.aborted) return addCounts(total, failure(`${suite}: interrupted before it`));
      say(`— ${suite}`);
      const extra = NEEDS_SERVERS.has(suite) ? env : {};
      total = addCounts(
        total,
        await runJest({
          suite,
          patterns: positionals,
          named: values.named,
          env: extra,
          signal: interrupted.signal,
          keepReportAt: values.report,
        }),
      );
    }
    return total;
  } finally {
    await stack?.stop();
  }
};

const total = await runAll().catch((error: unknown): Counts => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return failure(`the servers of the tests: ${error instanceof Error ? error.message : String(error)}`);
});
// Once more and together: each is somewhere far above.
for (const line of total.failures) say(`FAILED ${line}`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
