import type { RunFolder } from '../run/run-folder.ts';
import { startChild, type Child, type ChildSpec } from './child.ts';
import { ServerFailedError } from './server-failed.error.ts';

const END_BOUND_MS = 5_000;

export interface RunToolOptions {
  run: RunFolder;
  signal: AbortSignal;
  boundMs: number;
}

/** Runs a tool to its end; rejects when it fails, takes longer than the bound, or the signal aborts. It never outlives that. */
export async function runTool(spec: ChildSpec, { run, signal, boundMs }: RunToolOptions): Promise<void> {
  signal.throwIfAborted();
  const child = await startChild(spec, run);
  const bound = AbortSignal.timeout(boundMs);
  const stop = AbortSignal.any([signal, bound]);
  const end = () => endSoon(child);
  if (stop.aborted) end();
  stop.addEventListener('abort', end);
  const ending = await child.ended;
  stop.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (bound.aborted)
    throw new ServerFailedError(`${spec.name} took longer than ${boundMs / 1000} s:`, await child.log());
  if (ending !== 'exit code 0') throw new ServerFailedError(`${spec.name} failed (${ending}):`, await child.log());
}

/** initdb runs a server of its own, which gives its shared memory back on SIGTERM but not on SIGKILL. */
function endSoon(child: Child): void {
  child.signal('SIGTERM');
  const late = setTimeout(() => child.signal('SIGKILL'), END_BOUND_MS);
  void child.ended.then(() => clearTimeout(late));
}
