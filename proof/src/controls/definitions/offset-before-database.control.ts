import type { Control } from '../control.ts';
import { CONSUMER_KILLED_BEFORE_TRANSACTION } from '../scenarios.ts';

export const offsetBeforeDatabase: Control = {
  name: 'offset-before-database',
  layer: 'the order of commits: the offset is committed before the database',
  covers: [],
  patches: ['libs/messaging/test/mutations/offset-before-database.patch'],
  scenario: CONSUMER_KILLED_BEFORE_TRANSACTION,
  expected: { invariant: 'offsets-behind-effects', finding: 'the record was never processed' },
};
