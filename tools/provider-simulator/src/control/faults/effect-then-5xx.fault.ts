import { z } from 'zod';
import { faultKind } from './fault-kind.ts';

/**
 * What a balancer or a provider in trouble says although the money moved. Its 503 has a code of its own: it is not the
 * `overloaded` that promises that nothing was done.
 */
const CODES = {
  500: 'internal_error',
  502: 'bad_gateway',
  503: 'service_unavailable',
  504: 'gateway_timeout',
} as const;

export const effectThen5xx = faultKind({
  kind: 'effect_then_5xx',
  fields: { status: z.literal([500, 502, 503, 504]).default(500) },
  allowed: ' {status: 500, 502, 503 or 504}',
  toAction: ({ status }) => {
    const body = { code: CODES[status], message: 'Something failed; whether it acted is in its record.' };
    return { phase: 'after_effect', act: async () => ({ kind: 'answer', httpStatus: status, body }) };
  },
});
