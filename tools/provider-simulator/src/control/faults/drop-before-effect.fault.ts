import { faultKind } from './fault-kind.ts';

/** The connection is cut and nothing is kept; the caller cannot tell it from a lost answer. */
export const dropBeforeEffect = faultKind({
  kind: 'drop_before_effect',
  fields: {},
  allowed: '',
  toAction: () => ({ phase: 'before_effect', act: async () => ({ kind: 'drop_connection' }) }),
});
