/** Whatever refuses to end an operation a second time, besides its key; `second-end-taken.patch` takes it away. */
export const SECOND_END_COVERS = [
  'state of the operation in its end',
  'status of the charge in its change',
  'tables of allowed changes of charges and operations, and that a transition is one of them',
  'checks of status against money captured and given back',
  'sums of refunds, reserved and made, held against their operations',
] as const;
export const SECOND_END_TAKEN = 'proof/controls/second-end-taken.patch';

/** Whatever keeps the ledger from posting twice; each would be enough. */
export const LEDGER_DEDUP_COVERS = [
  'inbox primary key (event_id)',
  'unique source event of an entry',
  'unique version of a charge, in inbox and entries',
  'unique effect of a provider account among entries',
  'version check against charge_versions, and that a version only rises',
] as const;
