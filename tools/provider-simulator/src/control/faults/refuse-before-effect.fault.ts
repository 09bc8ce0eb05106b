import { z } from 'zod';
import { faultKind } from './fault-kind.ts';

const CODES = { 429: 'rate_limited', 503: 'overloaded' } as const;
const MAX_RETRY_AFTER_S = 3_600;

/** Refused at the door, in the codes that promise that nothing was done. */
export const refuseBeforeEffect = faultKind({
  kind: 'refuse_before_effect',
  fields: {
    status: z.literal([429, 503]).default(503),
    retry_after_s: z.int().min(0).max(MAX_RETRY_AFTER_S).optional(),
  },
  allowed: ` {status: 429 or 503, retry_after_s: 0 to ${MAX_RETRY_AFTER_S}}`,
  toAction: ({ status, retry_after_s: retryAfterS }) => {
    const body = { code: CODES[status], message: 'Nothing was done; send the request again later.' };
    return { phase: 'before_effect', act: async () => ({ kind: 'answer', httpStatus: status, body, retryAfterS }) };
  },
});
