import type { Control } from '../control.ts';
import { PROVIDER_SAYS_5XX } from '../scenarios.ts';

export const keyReleasedOn5xx: Control = {
  name: 'key-released-on-5xx',
  layer: 'a key is kept when an outcome is unknown: it is released, and the caller is told 500',
  covers: [
    'provider key derived from the operation (each try has one of its own)',
    'the question before a resend (a released key says that nothing was sent)',
    'the resolver of unknown outcomes',
  ],
  patches: ['proof/controls/key-released-on-5xx.patch'],
  scenario: PROVIDER_SAYS_5XX,
  expected: { invariant: 'one-effect-per-operation' },
};
