import { once } from 'node:events';
import { startOnce } from '../start/start-once.ts';
import { runFileOf } from './run-file.ts';
import type { RunningOnce } from '../once.ts';
import { describeStack } from './describe-stack.ts';
import { complain, messageOf, print } from './terminal.ts';

/** Starts the stack and keeps it up until a signal comes or a process can't be kept up. Resolves to the exit code. */
export async function runUntilStopped(replicas: {
  chargeApi: number;
  relay: number;
  ledgerConsumer: number;
}): Promise<number> {
  const stopRequest = stopOnSignals();
  try {
    const runFile = runFileOf(process.env);
    const running = await startOnce({ ...replicas, runFile, onProgress: print, signal: stopRequest });
    print(describeStack(running.stack, runFile, process.env));
    return await stopWhenAsked(running, stopRequest);
  } catch (error) {
    if (!stopRequest.aborted) complain(messageOf(error));
    else if (error === stopRequest.reason) print('Stopped before it was up; nothing is left behind.');
    else complain(`It could not be stopped cleanly: ${messageOf(error)}`);
    return stopRequest.aborted && error === stopRequest.reason ? 0 : 1;
  }
}

/** The handlers stay: a second Ctrl-C must not cut the clean-up short. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      print(stop.signal.aborted ? `${name}: already stopping` : `${name}: stopping`);
      stop.abort(name);
    });
  }
  return stop.signal;
}

async function stopWhenAsked(running: RunningOnce, stopRequest: AbortSignal): Promise<number> {
  const asked = stopRequest.aborted ? Promise.resolve() : once(stopRequest, 'abort');
  const failure = await Promise.race([asked.then(() => null), running.failed.catch((error: unknown) => error)]);
  if (failure !== null) complain(`${messageOf(failure)}\nStopping.`);
  await running.stop();
  print('Everything is stopped and removed.');
  return failure === null ? 0 : 1;
}
