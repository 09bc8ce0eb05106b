import type { PlannedStep } from '../workload/workload-plan.ts';
import type { Pacer } from './pacer.ts';
import type { StepQueue } from './step-queue.ts';

export interface Launching {
  /** Steps under way at once; a step of twins counts as one. */
  readonly parallel: number;
  readonly pacer: Pacer;
  readonly signal: AbortSignal;
  readonly send: (step: PlannedStep, signal: AbortSignal) => Promise<void>;
}

/**
 * Sends steps until none is left that can be. When one fails or the signal aborts, nothing more is started and what is
 * under way is aborted. @throws the failure or the signal's reason, when all that was started has ended
 */
export async function launchSteps(queue: StepQueue, { parallel, pacer, signal, send }: Launching): Promise<void> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const running = new Set<Promise<void>>();
  const start = (step: PlannedStep): void => {
    const sent: Promise<void> = send(step, either)
      .catch((error: unknown) => failing.abort(error))
      .finally(() => running.delete(sent));
    running.add(sent);
  };
  try {
    while (!either.aborted) {
      const step = running.size < parallel ? queue.take() : undefined;
      if (step) {
        await pacer.turn(either);
        start(step);
      } else if (running.size > 0) await Promise.race(running);
      else break;
    }
  } finally {
    await Promise.all(running);
  }
  either.throwIfAborted();
}
