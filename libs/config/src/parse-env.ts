import type { z } from 'zod';

/** Thrown before an app starts; the message lists every bad variable, so that one restart fixes all. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

/**
 * Parses the environment once, before Nest starts, and freezes the result.
 * An empty variable counts as absent, as container platforms tend to pass those.
 * @throws InvalidEnvironmentError naming each variable and what is wrong; values are never printed (they may be secrets).
 */
export function parseEnv<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv = process.env): Readonly<z.infer<S>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] || undefined]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new InvalidEnvironmentError(`The environment is not valid:\n${lines.join('\n')}`);
}
