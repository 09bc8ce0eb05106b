import type { Control } from '../control.ts';
import { RETRIES_WITHIN_PEAK } from '../judge-retries.ts';
import { FRONT_DOOR_SHUT } from '../scenarios.ts';

export const noJitterHerd: Control = {
  name: 'no-jitter-herd',
  layer: 'the jitter of retries: every pause is its upper bound',
  covers: [],
  patches: ['proof/controls/no-jitter.patch'],
  scenario: FRONT_DOOR_SHUT,
  expected: { invariant: RETRIES_WITHIN_PEAK },
};
