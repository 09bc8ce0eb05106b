import type { Control } from '../control.ts';
import { LEDGER_DEDUP_COVERS } from '../covers.ts';
import { RELAY_KILLED_BEFORE_MARK } from '../scenarios.ts';

export const offsetAsDedupKey: Control = {
  name: 'offset-as-dedup-key',
  layer: 'the event id as dedup key: a record is known by its partition and offset',
  covers: LEDGER_DEDUP_COVERS,
  patches: ['libs/inbox/test/mutations/offset-as-dedup-key.patch'],
  scenario: RELAY_KILLED_BEFORE_MARK,
  expected: { invariant: 'one-entry-per-operation', finding: 'entries of one event' },
};
