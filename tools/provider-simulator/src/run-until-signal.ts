import { logToStderr } from './log.ts';
import { startProviderSimulator, type ProviderSimulatorOptions } from './start-provider-simulator.ts';

/** Runs the simulator as a process: one ready line on stdout, then until SIGTERM or SIGINT. */
export async function runUntilSignal(options: ProviderSimulatorOptions): Promise<void> {
  // Listening before the start: a signal that comes in the middle of it is kept, and obeyed when there is something to stop.
  const signalled = Promise.withResolvers<void>();
  process.on('SIGTERM', signalled.resolve);
  process.on('SIGINT', signalled.resolve);
  try {
    const simulator = await startProviderSimulator({ ...options, onFailure: endProcess });
    process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
    await signalled.promise;
    await simulator.stop();
  } catch (error) {
    process.stderr.write(`provider-simulator: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** At once: nothing may be answered from a record that is not on the disk. A restart reads what is. */
function endProcess(error: Error): void {
  logToStderr('error', error.message, { cause: messageOf(error.cause) });
  process.exit(1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
