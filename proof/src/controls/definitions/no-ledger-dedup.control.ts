import type { Control } from '../control.ts';
import { LEDGER_DEDUP_COVERS } from '../covers.ts';
import { RELAY_KILLED_BEFORE_MARK } from '../scenarios.ts';

export const noLedgerDedup: Control = {
  name: 'no-ledger-dedup',
  layer: 'every de-duplication of the ledger',
  covers: LEDGER_DEDUP_COVERS,
  patches: ['libs/inbox/test/mutations/no-dedup.patch'],
  scenario: RELAY_KILLED_BEFORE_MARK,
  expected: { invariant: 'one-entry-per-operation', finding: 'entries of one event' },
};
