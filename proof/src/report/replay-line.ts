import type { RunRecord } from '../model/run-record.ts';

/** What brings the same operations and the same fault schedule back. */
export function replayLine({ seed, operations, faultsRequested, backlogRequested }: RunRecord): string {
  const faults = faultsRequested.length === 0 ? '' : ` --faults ${faultsRequested.map(quoted).join(',')}`;
  // Left out, it stands for a backlog where the broker is to be down.
  const isAsked = faultsRequested.some((name) => name === 'all' || name === 'broker-down');
  const backlog = backlogRequested === 0 && !isAsked ? '' : ` --backlog ${backlogRequested}`;
  return `npm run prove -- --seed ${quoted(seed)} --ops ${operations}${faults}${backlog}`;
}

/** Said wherever the line is shown: it is not a replay of the processes. */
export const REPLAY_SCOPE =
  'The seed fixes the operations and the fault schedule, not the interleaving of real processes.';

/** Seeds are text; what a shell would take apart is quoted. */
const quoted = (word: string): string =>
  /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
