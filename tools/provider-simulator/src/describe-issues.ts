import type { z } from 'zod';

/** Everything that is wrong with an input, on one line, each with the place of it. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
