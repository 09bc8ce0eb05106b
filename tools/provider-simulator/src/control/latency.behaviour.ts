import type { Behaviour } from './behaviour.ts';
import { latencySchema, latencyOf, type LatencySetting } from './latency-setting.ts';
import { MAX_PAUSE_MS, pause, SHUTTING_DOWN } from './pause.ts';

/** Keeps each request waiting before its effect. The caller may be gone when it happens. */
export function latencyBehaviour(initialMs: number): Behaviour {
  return {
    name: 'latency_ms',
    schema: latencySchema,
    allowed:
      `latency_ms: {min, max} or {p50, p99, max} in whole milliseconds, ` +
      `0 <= min <= max <= ${MAX_PAUSE_MS}, 1 <= p50 <= p99 <= max`,
    activate(value = { min: initialMs, max: initialMs }, run) {
      const setting: LatencySetting = latencySchema.parse(value);
      if (setting.max === 0) return { setting };
      const random = run.random('latency_ms');
      return {
        setting,
        beforeEffect: async ({ stopping }) =>
          (await pause(latencyOf(setting, random), stopping)) === 'stopped' ? SHUTTING_DOWN : undefined,
      };
    },
  };
}
