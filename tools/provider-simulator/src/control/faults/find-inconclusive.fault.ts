import { faultKind } from './fault-kind.ts';

/** A lookup is answered, and says nothing: neither found nor absent. */
export const findInconclusive = faultKind({
  kind: 'find_inconclusive',
  fields: {},
  allowed: ' (find only)',
  operations: ['find'],
  toAction: () => ({
    phase: 'before_effect',
    act: async ({ providerKey }) => ({
      kind: 'answer',
      httpStatus: 200,
      body: { outcome: 'inconclusive', reason: 'not_settled_yet', provider_key: providerKey },
    }),
  }),
});
