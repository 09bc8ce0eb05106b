import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Behaviour, BehaviourContext, Interruption } from './behaviour.ts';

/** Ten minutes: longer than any lease or timeout that a test has to outlast, short enough to be a typo if exceeded. */
export const MAX_LATENCY_MS = 600_000;

const milliseconds = z.int().min(0).max(MAX_LATENCY_MS);
const latencySchema = z
  .strictObject({ min: milliseconds, max: milliseconds })
  .refine(({ min, max }) => min <= max, { error: 'min is greater than max' });

const SHUTTING_DOWN: Interruption = {
  kind: 'answer',
  httpStatus: 503,
  body: { code: 'shutting_down', message: 'The simulator stops; nothing was done. Send the request again later.' },
};

/** Keeps each request waiting, evenly between min and max, before its effect. The caller may be gone when it happens. */
export function latencyBehaviour(initialMs: number, random: () => number): Behaviour {
  return {
    name: 'latency_ms',
    schema: latencySchema,
    allowed: `latency_ms: {min, max} in whole milliseconds, 0 <= min <= max <= ${MAX_LATENCY_MS}`,
    activate(value = { min: initialMs, max: initialMs }) {
      const { min, max } = latencySchema.parse(value);
      const setting = { min, max };
      if (max === 0) return { setting };
      return { setting, beforeEffect: ({ stopping }) => wait(min + random() * (max - min), stopping) };
    },
  };
}

async function wait(delayMs: number, stopping: BehaviourContext['stopping']): Promise<Interruption | undefined> {
  try {
    await sleep(delayMs, undefined, { signal: stopping });
    return undefined;
  } catch (error) {
    if (stopping.aborted) return SHUTTING_DOWN;
    throw error;
  }
}
