import { z } from 'zod';
import type { ActiveBehaviour, Behaviour } from './behaviour.ts';

/** A day: the key window that most providers declare. A test that waits longer waits for ever. */
const MAX_WINDOW_MS = 86_400_000;

const keyModeSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('honour') }),
  z.strictObject({ mode: z.literal('forget_after'), window_ms: z.int().min(1).max(MAX_WINDOW_MS) }),
  z.strictObject({ mode: z.literal('ignore') }),
]);

/**
 * How long the provider knows a key. Once it does not, a request with the key is as new, and a lookup of it is absent;
 * the record keeps every decision all the same, so that a checker sees the second effect.
 */
export const keyModeBehaviour: Behaviour = {
  name: 'key_mode',
  schema: keyModeSchema,
  allowed: `key_mode: {mode: honour}, {mode: forget_after, window_ms: 1 to ${MAX_WINDOW_MS}} or {mode: ignore}`,
  activate(value = { mode: 'honour' }): ActiveBehaviour {
    const setting = keyModeSchema.parse(value);
    switch (setting.mode) {
      case 'honour':
        return { setting };
      case 'forget_after':
        return { setting, keyMemoryMs: setting.window_ms };
      case 'ignore':
        return { setting, keyMemoryMs: 0 };
    }
  },
};
