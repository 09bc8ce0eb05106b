import type { Control } from '../control.ts';
import { PROVIDER_SAYS_5XX } from '../scenarios.ts';

export const tenantLeftOut: Control = {
  name: 'tenant-left-out',
  layer: 'the tenant in the primary key of keys, in the claim and in the look at a key',
  covers: [],
  patches: ['proof/controls/tenant-left-out.patch'],
  scenario: PROVIDER_SAYS_5XX,
  expected: { invariant: 'acknowledged-done-once', finding: 'found nothing' },
};
