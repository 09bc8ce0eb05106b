import type { Call, CallLog } from '../sources/history/call-log.ts';
import { keyName } from './key-name.ts';

/** What the clients named by one tenant and key, with every call that they made under it. */
export interface NamedOperation {
  readonly name: string;
  readonly calls: readonly Call[];
  /** Calls that mean the operation itself. */
  readonly askingCalls: readonly Call[];
  /** Calls that used its key for something else. */
  readonly reusingCalls: readonly Call[];
}

export const namedOperations = ({ calls }: CallLog): NamedOperation[] =>
  [...Map.groupBy(calls, ({ invoke }) => keyName(invoke))].map(([name, group]) => ({
    name,
    calls: group,
    askingCalls: group.filter(({ invoke }) => invoke.intent !== 'reuse'),
    reusingCalls: group.filter(({ invoke }) => invoke.intent === 'reuse'),
  }));

/** A 2xx that says what became of the operation. */
export const isAcknowledged = ({ end }: Call): boolean => end?.outcome === 'ok';

export const isRefused = ({ end }: Call): boolean => end?.outcome === 'refused';

/** The client knows how the operation ended, or at least that it did nothing. */
export const hasVerdict = (call: Call): boolean => isAcknowledged(call) || isRefused(call);

export const acknowledgedCalls = ({ calls }: CallLog): Call[] => calls.filter(isAcknowledged);

/** Nobody among the clients ever learnt what became of it. */
export const isInDoubt = ({ askingCalls }: NamedOperation): boolean =>
  askingCalls.length > 0 && !askingCalls.some(hasVerdict);
