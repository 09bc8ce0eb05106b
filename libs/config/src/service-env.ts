import { z } from 'zod';
import { integer, logLevel, port } from './env-fields.ts';

/** Variables that every service reads; each app extends this one schema. */
export const serviceEnv = (defaults: { port: number }) =>
  z.object({
    PORT: port(defaults.port),
    HOST: z.string().default('0.0.0.0'),
    LOG_LEVEL: logLevel(),
    SERVICE_INSTANCE: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 of letters, digits, _ . -')
      .optional(),
    SERVICE_VERSION: z.string().default('0.1.0'),
    /**
     * How long an orderly stop may take before it is cut off, as a crash would. By default longer than one provider call
     * (30 s), so that its answer is still written down. What stops the process by force has to wait longer than this.
     */
    STOP_WITHIN_MS: integer({ min: 1_000, max: 600_000, fallback: 40_000 }),
  });
