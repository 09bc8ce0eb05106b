import type { Control } from '../control.ts';
import { PROVIDER_SAYS_5XX } from '../scenarios.ts';

export const fingerprintIgnored: Control = {
  name: 'fingerprint-ignored',
  layer: 'the comparison of fingerprints',
  covers: [],
  patches: ['libs/idempotency/test/mutations/fingerprint-ignored.patch'],
  scenario: PROVIDER_SAYS_5XX,
  expected: { invariant: 'reuse-is-refused', finding: 'expected 422 idempotency_key_reused' },
};
