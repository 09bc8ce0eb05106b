import { describe, expect, it } from '@jest/globals';
import { planWorkload } from '../plan-workload.ts';
import type { PlannedStep } from '../workload/workload-plan.ts';
import { launchSteps, type Launching } from './launch-steps.ts';
import { OperationTracks } from './operation-tracks.ts';
import { Pacer } from './pacer.ts';
import { StepQueue } from './step-queue.ts';

const template = planWorkload({ seed: 1, chargeable: 1, label: 'any' }).steps[0]!;

/** Steps that run until they are let go. */
const launching = (steps: number, options: Partial<Launching> = {}) => {
  const gates: PromiseWithResolvers<void>[] = [];
  const signals: AbortSignal[] = [];
  const send = (_step: PlannedStep, signal: AbortSignal): Promise<void> => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    signals.push(signal);
    return gate.promise;
  };
  const queue = new StepQueue(
    Array.from({ length: steps }, () => template),
    new OperationTracks(),
  );
  const signal = new AbortController().signal;
  const done = launchSteps(queue, { parallel: 2, pacer: new Pacer(undefined), signal, send, ...options });
  // Whoever expects a rejection waits for it later.
  done.catch(() => undefined);
  return { gates, signals, done };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('launchSteps', () => {
  it('has as many steps under way as there are places, and ends with the last', async () => {
    const { gates, done } = launching(3);
    await settle();
    expect(gates).toHaveLength(2);
    gates[0]?.resolve();
    await settle();
    expect(gates).toHaveLength(3);
    gates.forEach(({ resolve }) => resolve());
    await done;
  });

  it('starts nothing after a failure, aborts the others, and rejects when they have ended', async () => {
    const { gates, signals, done } = launching(5);
    await settle();
    gates[0]?.reject(new Error('the disk is full'));
    await settle();
    expect(signals[1]?.aborted).toBe(true);
    gates[1]?.resolve();
    await expect(done).rejects.toThrow('the disk is full');
    expect(gates).toHaveLength(2);
  });

  it('rejects with the reason of an abort when all that was started has ended', async () => {
    const abort = new AbortController();
    const { gates, done } = launching(5, { signal: abort.signal });
    await settle();
    abort.abort(new Error('interrupted'));
    gates.forEach(({ resolve }) => resolve());
    await expect(done).rejects.toThrow('interrupted');
    expect(gates).toHaveLength(2);
  });

  it('rejects for a failure of the very last step, too', async () => {
    const { gates, done } = launching(1);
    await settle();
    gates[0]?.reject(new Error('the disk is full'));
    await expect(done).rejects.toThrow('the disk is full');
  });
});
