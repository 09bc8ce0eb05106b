import { startOnce, type ProcessBeside, type RunningOnce } from '@once/supervisor';
import { DEFAULT_NAMES, targetsOfStack } from '../checker/targets-of-stack.ts';
import type { ProofTargets } from '../model/targets.ts';

/** Two to race for a key, three to share shards, two to hand partitions to each other. */
export const REPLICAS = { chargeApi: 2, relay: 3, ledgerConsumer: 2 } as const;

export interface StackOptions {
  /** Where crash points count their hits and are armed. */
  readonly failpointDir: string;
  /** Further environment of single processes, by name. */
  readonly instanceEnv: Readonly<Record<string, Record<string, string>>>;
  /** Where the services reach the provider; by default at its own address. */
  readonly reachProviderAt?: (providerUrl: string) => Promise<string>;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** The services as they are built, with their crash points armable, in a stack of their own. */
export function startProofStack({ failpointDir, instanceEnv, ...rest }: StackOptions): Promise<RunningOnce> {
  const env = { NODE_OPTIONS: '--conditions=proof', ONCE_FAILPOINT_DIR: failpointDir };
  const merged = Object.entries(instanceEnv).map(([name, { NODE_OPTIONS = '', ...own }]) => [
    name,
    { ...own, NODE_OPTIONS: `${env.NODE_OPTIONS} ${NODE_OPTIONS}`.trim() },
  ]);
  return startOnce({
    ...REPLICAS,
    ...rest,
    runFile: null,
    serviceEnv: { 'charge-api': env, relay: env, 'ledger-consumer': env },
    instanceEnv: Object.fromEntries(merged) as Record<string, Record<string, string>>,
  });
}

/** Its record is read until the run ends, whoever has worked with it by then. */
export const startOtherProvider = (once: RunningOnce, signal: AbortSignal): Promise<ProcessBeside> =>
  once.startBeside({ kind: 'provider', name: 'other-provider', signal });

export const targetsOf = ({ stack }: RunningOnce, otherProviderUrl: string | null): ProofTargets =>
  targetsOfStack(stack, DEFAULT_NAMES, otherProviderUrl === null ? [] : [otherProviderUrl]);
