import type { Control } from '../control.ts';
import { WORKER_STOPPED } from '../scenarios.ts';

export const noEpochFence: Control = {
  name: 'no-epoch-fence',
  layer: 'epoch, claim id and state of the key in the completion',
  covers: [
    'state of the operation in its end',
    'status of the charge in its change',
    'tables of allowed changes of charges and operations, and that a transition is one of them',
    'checks of status against money captured and given back',
    'sums of refunds, reserved and made, held against their operations',
  ],
  patches: ['libs/idempotency/test/mutations/no-epoch-fence.patch', 'proof/controls/second-end-taken.patch'],
  scenario: WORKER_STOPPED,
  expected: { invariant: 'one-event-per-operation' },
};
