import type { Control } from '../control.ts';
import { RETRIES_FULLY_JITTERED } from '../judge-retries.ts';
import { ROUGH_WIRE } from '../scenarios.ts';

export const noJitter: Control = {
  name: 'no-jitter',
  layer: 'the jitter of retries: every pause is its upper bound',
  covers: [],
  patches: ['proof/controls/no-jitter.patch'],
  scenario: ROUGH_WIRE,
  expected: { invariant: RETRIES_FULLY_JITTERED },
};
