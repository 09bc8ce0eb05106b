import { z } from 'zod';
import { MAX_PAUSE_MS, pause, SHUTTING_DOWN } from '../pause.ts';
import { faultKind } from './fault-kind.ts';

/**
 * Slower than a lease or a timeout, on either side of the effect; then the request goes on as if nothing had been. If
 * the simulator stops meanwhile, a wait before the effect ends with nothing done, one after it with the real answer.
 */
export const hang = faultKind({
  kind: 'hang',
  fields: { when: z.enum(['before', 'after']).default('before'), delay_ms: z.int().min(1).max(MAX_PAUSE_MS) },
  allowed: ` {when: before or after, delay_ms: 1 to ${MAX_PAUSE_MS}}`,
  toAction: ({ when, delay_ms: delayMs }) => ({
    phase: when === 'before' ? 'before_effect' : 'after_effect',
    act: async ({ stopping }) => {
      const end = await pause(delayMs, stopping);
      return end === 'stopped' && when === 'before' ? SHUTTING_DOWN : undefined;
    },
  }),
});
