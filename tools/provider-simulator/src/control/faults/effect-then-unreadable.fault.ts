import { z } from 'zod';
import type { Operation } from '../../core/money-request.ts';
import { faultKind } from './fault-kind.ts';

/** What proxies, captive portals and servers that die in the middle of a write have sent in the place of an answer. */
const BODIES = {
  empty: { contentType: 'application/json', text: '' },
  html: { contentType: 'text/html', text: '<!doctype html><title>OK</title><p>Your request was received.</p>' },
  cut: { contentType: 'application/json', text: '{"id":"pay_0a1b2c3d4e5f","status":"capt' },
  json: { contentType: 'application/json', text: '{"status":"ok"}' },
} as const;

/** As the real answer has it: what is made is a 201, what is changed a 200, and so is a lookup. */
const SUCCESS: Record<Operation, number> = { authorize: 201, sale: 201, capture: 200, refund: 201, cancel: 200 };

/** The money moves, and the answer is a success that cannot be read: it says nothing, whatever its status says. */
export const effectThenUnreadable = faultKind({
  kind: 'effect_then_unreadable',
  fields: { body: z.enum(['empty', 'html', 'cut', 'json']).default('empty') },
  allowed: ' {body: empty, html, cut or json}',
  toAction: ({ body }) => ({
    phase: 'after_effect',
    act: async ({ request }) => ({
      kind: 'foreign_answer',
      httpStatus: request === undefined ? 200 : SUCCESS[request.operation],
      ...BODIES[body],
    }),
  }),
});
