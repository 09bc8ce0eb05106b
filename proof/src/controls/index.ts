import type { Control } from './control.ts';
import { completionOutsideTransaction } from './definitions/completion-outside-transaction.control.ts';
import { fingerprintIgnored } from './definitions/fingerprint-ignored.control.ts';
import { keyReleasedOn5xx } from './definitions/key-released-on-5xx.control.ts';
import { markBeforeAck } from './definitions/mark-before-ack.control.ts';
import { noEpochFence } from './definitions/no-epoch-fence.control.ts';
import { noJitterHerd } from './definitions/no-jitter-herd.control.ts';
import { noJitter } from './definitions/no-jitter.control.ts';
import { noLedgerDedup } from './definitions/no-ledger-dedup.control.ts';
import { offsetAsDedupKey } from './definitions/offset-as-dedup-key.control.ts';
import { offsetBeforeDatabase } from './definitions/offset-before-database.control.ts';
import { rowsWithoutOwner } from './definitions/rows-without-owner.control.ts';
import { tenantLeftOut } from './definitions/tenant-left-out.control.ts';

/** Every layer that is taken away; a new one is a file of its own, its patch, and a line here. */
export const CONTROLS: readonly Control[] = [
  keyReleasedOn5xx,
  fingerprintIgnored,
  tenantLeftOut,
  noEpochFence,
  completionOutsideTransaction,
  noLedgerDedup,
  offsetAsDedupKey,
  markBeforeAck,
  rowsWithoutOwner,
  offsetBeforeDatabase,
  noJitter,
  noJitterHerd,
];
