import { z } from 'zod';
import { logLevel, port } from './env-fields.ts';

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
  });
