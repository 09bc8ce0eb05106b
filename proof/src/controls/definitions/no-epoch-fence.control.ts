import type { Control } from '../control.ts';
import { SECOND_END_COVERS, SECOND_END_TAKEN } from '../covers.ts';
import { WORKER_STOPPED } from '../scenarios.ts';

export const noEpochFence: Control = {
  name: 'no-epoch-fence',
  layer: 'epoch, claim id and state of the key in the completion',
  covers: SECOND_END_COVERS,
  patches: ['libs/idempotency/test/mutations/no-epoch-fence.patch', SECOND_END_TAKEN],
  scenario: WORKER_STOPPED,
  expected: { invariant: 'one-event-per-operation' },
};
