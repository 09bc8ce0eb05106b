import type { Control } from '../control.ts';
import { SECOND_END_COVERS, SECOND_END_TAKEN } from '../covers.ts';
import { WORKER_KILLED_AT_COMPLETION } from '../scenarios.ts';

export const completionOutsideTransaction: Control = {
  name: 'completion-outside-transaction',
  layer: 'one transaction of key, charge and event: the key is completed in one of its own, afterwards',
  covers: SECOND_END_COVERS,
  patches: ['proof/controls/completion-outside-transaction.patch', SECOND_END_TAKEN],
  scenario: WORKER_KILLED_AT_COMPLETION,
  expected: { invariant: 'one-event-per-operation' },
};
