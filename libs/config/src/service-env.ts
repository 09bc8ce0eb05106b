import { z } from 'zod';
import { integer, oneOf, port } from './env-fields.ts';
import { settingFacts } from './setting.ts';

/** Variables that every service reads; each app extends this one schema. */
export const serviceEnv = (defaults: { port: number }) =>
  z.object({
    PORT: port(defaults.port).describe('Port of HTTP, with `/metrics`, `/livez` and `/readyz`. 0 takes a free one.'),
    HOST: z
      .string()
      .default('0.0.0.0')
      .register(settingFacts, { form: 'address' })
      .describe('Address that the ports are opened on.'),
    LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info').describe(
      'The least severe log lines that are written.',
    ),
    SERVICE_INSTANCE: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 of letters, digits, _ . -')
      .optional()
      .register(settingFacts, { form: '1 to 64 of letters, digits, `_`, `.`, `-`' })
      .describe('Name of this replica in log lines. Without it, the name of the host.'),
    STOP_WITHIN_MS: integer({ min: 1_000, max: 600_000, fallback: 40_000 }).describe(
      'How long an orderly stop may take before it is cut off. Longer than one call to the provider, so that its answer is still stored; whatever kills the process waits longer still.',
    ),
  });
