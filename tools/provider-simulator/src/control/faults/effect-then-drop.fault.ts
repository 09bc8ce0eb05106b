import { faultKind } from './fault-kind.ts';

/** The money moves, and the connection is cut without an answer. */
export const effectThenDrop = faultKind({
  kind: 'effect_then_drop',
  fields: {},
  allowed: '',
  toAction: () => ({ phase: 'after_effect', act: async () => ({ kind: 'drop_connection' }) }),
});
