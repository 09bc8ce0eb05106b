import type { Control } from '../control.ts';
import { WORKER_KILLED_AT_COMPLETION } from '../scenarios.ts';

export const completionOutsideTransaction: Control = {
  name: 'completion-outside-transaction',
  layer: 'one transaction of key, charge and event: the key is completed in one of its own, afterwards',
  covers: [
    'state of the operation in its end',
    'status of the charge in its change',
    'tables of allowed changes of charges and operations, and that a transition is one of them',
    'checks of status against money captured and given back',
    'sums of refunds, reserved and made, held against their operations',
  ],
  patches: ['proof/controls/completion-outside-transaction.patch', 'proof/controls/second-end-taken.patch'],
  scenario: WORKER_KILLED_AT_COMPLETION,
  expected: { invariant: 'one-event-per-operation' },
};
