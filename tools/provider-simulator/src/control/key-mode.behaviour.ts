import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import { DAY_MS, HONOURS_KEYS, type KeyPolicy } from './key-policy.ts';

/** A test that waits longer waits for ever. */
const MAX_WINDOW_MS = DAY_MS;

const keyModeSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('honour') }),
  z.strictObject({ mode: z.literal('forget_after'), window_ms: z.int().min(1).max(MAX_WINDOW_MS) }),
  z.strictObject({ mode: z.literal('ignore') }),
]);

/**
 * How long the provider knows a key, and declares that it does. Once it does not, a request with the key is as new, and a lookup of it is absent;
 * the record keeps every decision all the same, so that a checker sees the second effect.
 */
export const keyModeBehaviour: Behaviour = {
  name: 'key_mode',
  schema: keyModeSchema,
  allowed: `key_mode: {mode: honour}, {mode: forget_after, window_ms: 1 to ${MAX_WINDOW_MS}} or {mode: ignore}`,
  activate(value = { mode: 'honour' }) {
    const setting = keyModeSchema.parse(value);
    return { setting, keyPolicy: policyOf(setting) };
  },
};

function policyOf(setting: z.infer<typeof keyModeSchema>): KeyPolicy {
  switch (setting.mode) {
    case 'honour':
      return HONOURS_KEYS;
    case 'forget_after':
      return { mode: setting.mode, memoryMs: setting.window_ms, windowMs: setting.window_ms };
    case 'ignore':
      return { mode: setting.mode, memoryMs: 0, windowMs: 0 };
  }
}
