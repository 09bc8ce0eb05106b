import { startStack, type Stack } from '@once/stack';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnceOptions, RunningOnce } from '../once.ts';
import type { StackAddresses } from '../services/stack-addresses.ts';
import { besideStarter } from './start-beside.ts';
import { REPOSITORY_ROOT } from '../provision/run-source-cli.ts';
import { assertBuilt, providerSpec, serviceSpec } from '../services/service-spec.ts';
import { claimRunFile } from '../stack-file/claim-run-file.ts';
import type { StackFile } from '../stack-file/stack-file.ts';
import { dropLeftovers } from './drop-leftovers.ts';
import { Fleet } from './fleet.ts';
import { inParallel } from './in-parallel.ts';
import { LiveStackFile } from './live-stack-file.ts';
import { provisionStack, type ProvisionedStack } from './provision-stack.ts';
import { postgresSettingsFor, replicasOf, type Replica } from './replicas.ts';
import { UndoStack } from './undo-stack.ts';

export const DEFAULT_RUN_FILE = join(REPOSITORY_ROOT, '.run/stack.json');

/** 32 characters, which is the least that charge-api takes: 192 bits, nothing to guess. */
const OPERATOR_TOKEN_BYTES = 24;

interface Start {
  options: OnceOptions;
  replicas: Replica[];
  runFile: string | null;
  /** Tells the databases and logins of two stacks on one server apart. */
  suffix: string;
  signal: AbortSignal;
  report: (line: string) => void;
  undo: UndoStack;
}

/**
 * Starts servers, databases, topics, tenants, provider and services, and keeps them up until `stop`.
 * Rejects, with nothing left behind, when a part can't start or the signal aborts.
 */
export async function startOnce(options: OnceOptions = {}): Promise<RunningOnce> {
  const { runFile = DEFAULT_RUN_FILE, signal = new AbortController().signal, onProgress = () => undefined } = options;
  signal.throwIfAborted();
  const replicas = replicasOf(options);
  assertBuilt([...new Set(replicas.map(({ kind }) => kind))]);
  const suffix = `s${randomBytes(4).toString('hex')}`;
  const undo = new UndoStack();
  try {
    return await start({ options, replicas, runFile, suffix, signal, report: onProgress, undo });
  } catch (error) {
    await undo.run().catch((failure: unknown) => onProgress(String(failure)));
    throw signal.aborted ? signal.reason : error;
  }
}

async function start(context: Start): Promise<RunningOnce> {
  const { options, signal, undo } = context;
  const stack = await startServers(context);
  const fleet = await superviseServers(stack, context);
  const provider = fleet.addProcess(
    providerSpec('provider', join(stack.dataDir, 'provider'), options.serviceEnv?.provider),
  );
  undo.push(() => provider.stop());
  const [provisioned] = await inParallel<[ProvisionedStack, unknown]>(signal, [
    (either) => provisionStack(stack, { ...context, signal: either }),
    (either) => fleet.startAll([provider], either),
  ]);
  context.report('Databases are migrated, topics and tenants are made');

  const { kafkaBrokers } = stack;
  const operatorToken = randomBytes(OPERATOR_TOKEN_BYTES).toString('base64url');
  const providerUrl = (await options.reachProviderAt?.(provider.url)) ?? provider.url;
  const addresses: StackAddresses = { ...provisioned, kafkaBrokers, providerUrl, operatorToken };
  const services = context.replicas.map(({ kind, name }) => ({
    kind,
    process: fleet.addProcess(
      serviceSpec(kind, name, addresses, { ...options.serviceEnv?.[kind], ...options.instanceEnv?.[name] }),
    ),
  }));
  const processes = services.map(({ process }) => process);
  undo.push(() => Promise.all(processes.map((process) => process.stop())));
  await fleet.startAll(processes, signal);

  const { chargeDbUrl, ledgerDbUrl, apiKeys } = provisioned;
  const databases = { chargeDbUrl, ledgerDbUrl };
  const fixed = { provider: provider.url, ...databases, kafkaBrokers, redisUrl: null, apiKeys, operatorToken };
  const file = new LiveStackFile({ fleet, services, fixed, path: context.runFile });
  undo.push(() => file.close());
  const startBeside = besideStarter({ fleet, dataDir: stack.dataDir, addresses, serviceEnv: options.serviceEnv, undo });
  return { ...describeRunning(file.content, { fleet, stack, undo }), startBeside };
}

async function startServers({ runFile, replicas, suffix, signal, report, undo }: Start): Promise<Stack> {
  const pgUrl = process.env['PG_URL'] ?? '';
  const postgresHost = URL.canParse(pgUrl) ? new URL(pgUrl).host : null;
  const claim = runFile === null ? null : await claimRunFile(runFile, { suffix, postgresHost }, signal);
  if (claim) undo.push(() => claim.release());
  const stack = await startStack({ onProgress: report, signal, postgresSettings: postgresSettingsFor(replicas) });
  undo.push(() => stack.stop());
  await dropLeftovers(claim?.killedOwner ?? null, stack, report);
  return stack;
}

async function superviseServers(stack: Stack, { options, report, undo }: Start): Promise<Fleet> {
  const logDir = options.logDir ?? join(stack.dataDir, 'logs');
  await mkdir(logDir, { recursive: true, mode: 0o700 });
  const fleet = new Fleet({ stack, logDir, report });
  for (const name of ['postgres', 'kafka'] as const) {
    const handle = stack[name];
    if (handle === null) continue;
    const server = fleet.addServer(name, handle);
    undo.push(() => server.release());
  }
  return fleet;
}

function describeRunning(
  content: StackFile,
  { fleet, stack, undo }: { fleet: Fleet; stack: Stack; undo: UndoStack },
): Omit<RunningOnce, 'startBeside'> {
  return {
    stack: content,
    serverStack: stack,
    failed: fleet.failed,
    logFileOf: (name) => fleet.logFileOf(name),
    processNamed: (name) => fleet.named(name).view,
    kill: (name, signal) => fleet.named(name).kill(signal),
    stop: () => undo.run(),
  };
}
