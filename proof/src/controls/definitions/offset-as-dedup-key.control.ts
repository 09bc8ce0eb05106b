import type { Control } from '../control.ts';
import { RELAY_KILLED_BEFORE_MARK } from '../scenarios.ts';

export const offsetAsDedupKey: Control = {
  name: 'offset-as-dedup-key',
  layer: 'the event id as dedup key: a record is known by its partition and offset',
  covers: [
    'inbox primary key (event_id)',
    'unique source event of an entry',
    'unique version of a charge, in inbox and entries',
    'version check against charge_versions, and that a version only rises',
  ],
  patches: ['libs/inbox/test/mutations/offset-as-dedup-key.patch'],
  scenario: RELAY_KILLED_BEFORE_MARK,
  expected: { invariant: 'one-entry-per-operation', finding: 'entries of one event' },
};
