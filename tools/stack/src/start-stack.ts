import { checkExistingKafka } from './kafka/existing-kafka.ts';
import { startKafka } from './kafka/start-kafka.ts';
import { checkExistingPostgres } from './postgres/existing-postgres.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { cleanLeftovers } from './run/clean-leftovers.ts';
import { cacheRoot } from './run/own-folder.ts';
import { openRunFolder, type RunFolder } from './run/run-folder.ts';
import { startWatchdog, type Watchdog } from './run/watchdog.ts';
import type { ManagedServer } from './server/managed-server.ts';
import type { Stack, StackOptions } from './stack.ts';
import type { StartContext } from './start-context.ts';

interface PostgresPart {
  url: string;
  server: ManagedServer | null;
}

interface KafkaPart {
  brokers: string[];
  server: ManagedServer | null;
}

/**
 * Starts Postgres and Kafka on free ports of 127.0.0.1, or checks the ones that PG_URL and KAFKA_BROKERS name.
 * Rejects, with nothing left behind, when one can't start or the signal aborts.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  options.signal?.throwIfAborted();
  const report = options.onProgress ?? (() => {});
  await cleanLeftovers(report);
  const run = await openRunFolder();
  const watchdog = startWatchdog(run);
  try {
    const [postgres, kafka] = await startBoth(options, run, report);
    return describeStack(postgres, kafka, run, watchdog);
  } catch (error) {
    await closeRun(run, watchdog);
    throw error;
  }
}

/** Side by side; when one fails, the other is aborted, and the first failure is the one that is told. */
async function startBoth(
  options: StackOptions,
  run: RunFolder,
  report: (line: string) => void,
): Promise<[PostgresPart, KafkaPart]> {
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const env = options.env ?? process.env;
  const context: StartContext = { run, cacheRoot: await cacheRoot(), signal, report, env };
  const abortOther = (error: unknown): never => {
    failure.abort(error);
    throw error;
  };
  const [postgres, kafka] = await Promise.allSettled([
    providePostgres(options, context).catch(abortOther),
    provideKafka(options, context).catch(abortOther),
  ]);
  if (postgres.status === 'fulfilled' && kafka.status === 'fulfilled') return [postgres.value, kafka.value];
  const started = [postgres, kafka].flatMap((part) => (part.status === 'fulfilled' ? [part.value.server] : []));
  await Promise.all(started.flatMap((server) => (server ? [server.drop()] : [])));
  throw options.signal?.aborted ? options.signal.reason : failure.signal.reason;
}

async function providePostgres(options: StackOptions, context: StartContext): Promise<PostgresPart> {
  if (options.postgres === false) return { url: '', server: null };
  const existing = context.env['PG_URL'];
  if (!existing) return startPostgres(options.postgresSettings ?? {}, context);
  const { version } = await checkExistingPostgres(existing);
  context.report(`Using Postgres ${version} of PG_URL`);
  return { url: existing, server: null };
}

async function provideKafka(options: StackOptions, context: StartContext): Promise<KafkaPart> {
  if (options.kafka === false) return { brokers: [], server: null };
  const existing = context.env['KAFKA_BROKERS'];
  if (!existing) return startKafka(context);
  const brokers = await checkExistingKafka(existing);
  context.report(`Using the brokers of KAFKA_BROKERS: ${brokers.join(',')}`);
  return { brokers, server: null };
}

function describeStack(postgres: PostgresPart, kafka: KafkaPart, run: RunFolder, watchdog: Watchdog): Stack {
  const servers = [postgres.server, kafka.server].filter((server) => server !== null);
  let stopping: Promise<void> | null = null;
  return {
    postgresUrl: postgres.url,
    kafkaBrokers: kafka.brokers,
    dataDir: run.path,
    postgres: postgres.server,
    kafka: kafka.server,
    get processes() {
      return servers.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
    },
    adopt: (name, pid) => run.record(name, pid),
    release: (pid) => run.forget(pid),
    stop: () => (stopping ??= stopServers(servers, run, watchdog)),
  };
}

async function stopServers(servers: ManagedServer[], run: RunFolder, watchdog: Watchdog): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
  await closeRun(run, watchdog);
}

async function closeRun(run: RunFolder, watchdog: Watchdog): Promise<void> {
  await run.remove();
  await watchdog.end();
}
