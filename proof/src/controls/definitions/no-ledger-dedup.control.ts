import type { Control } from '../control.ts';
import { RELAY_KILLED_BEFORE_MARK } from '../scenarios.ts';

export const noLedgerDedup: Control = {
  name: 'no-ledger-dedup',
  layer: 'every de-duplication of the ledger',
  covers: [
    'inbox primary key (event_id)',
    'unique source event of an entry',
    'unique version of a charge, in inbox and entries',
    'version check against charge_versions, and that a version only rises',
  ],
  patches: ['libs/inbox/test/mutations/no-dedup.patch'],
  scenario: RELAY_KILLED_BEFORE_MARK,
  expected: { invariant: 'one-entry-per-operation', finding: 'entries of one event' },
};
