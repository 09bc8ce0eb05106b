import { z } from 'zod';
import { ProblemError } from '../http/problem/problem.error.ts';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 10;

const querySchema = (what: string) =>
  z.strictObject({
    limit: z
      .string()
      .regex(/^\d{1,3}$/, `must be a whole number from 1 to ${MAX_LIMIT}`)
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, `must be a whole number from 1 to ${MAX_LIMIT}`)
      .default(DEFAULT_LIMIT),
    starting_after: z.uuid(`must be the id of ${what}`).optional(),
  });

export type ListQuery = z.infer<ReturnType<typeof querySchema>>;

/** `what` is listed. @throws ProblemError `invalid_request` with the parameter that does not fit */
export function readListQuery(query: unknown, what = 'a charge'): ListQuery {
  const parsed = querySchema(what).safeParse(query);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `?${path.join('.')}`, detail: message }));
  throw new ProblemError('invalid_request', 'The query does not fit; see errors.', { extras: { errors } });
}
