import type { ActiveBehaviour, Behaviour, BehaviourContext, Interruption } from '@once/provider-simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Fault } from './fate.ts';
import type { PlanBook } from './plan-book.ts';

/** Long enough for another worker to ask meanwhile. */
const SLOW_MS = 15;

const DROP: Interruption = { kind: 'drop_connection' };
const answer = (httpStatus: number, code: string): Interruption => ({
  kind: 'answer',
  httpStatus,
  body: { code, message: 'As planned.' },
});

const BEFORE: Partial<Record<Fault, Interruption>> = {
  refused_429: answer(429, 'rate_limited'),
  refused_503: answer(503, 'overloaded'),
  dropped_before_effect: DROP,
};

const AFTER: Partial<Record<Fault, Interruption>> = {
  effect_then_drop: DROP,
  effect_then_500: answer(500, 'internal_error'),
  effect_then_503: answer(503, 'service_unavailable'),
};

/** The faults of the simulator, dealt to each request by its operation's plan instead of by chance. */
export function plannedFaults(book: PlanBook): Behaviour {
  const faultOf = new WeakMap<BehaviourContext, Fault>();
  const active: ActiveBehaviour = {
    setting: null,
    beforeEffect: async (context) => {
      const fault = book.takeFault(context.providerKey);
      if (!fault) return undefined;
      faultOf.set(context, fault);
      if (fault === 'slow') await delay(SLOW_MS);
      return BEFORE[fault];
    },
    afterEffect: async (context) => {
      const fault = faultOf.get(context);
      return fault && AFTER[fault];
    },
    onLookup: async ({ providerKey }) =>
      book.takeLook(providerKey)
        ? { kind: 'answer', httpStatus: 200, body: { outcome: 'inconclusive', reason: 'as_planned' } }
        : undefined,
  };
  return { name: 'planned', schema: z.null(), allowed: 'planned: null', activate: () => active };
}
