import type { StoredAnswer, Unsettled } from '@once/idempotency';
import type { Role } from './worker.ts';

/** One committed end of a worker's time without an outcome. */
export interface SuspensionRow {
  epoch: bigint;
  unsettled: Unsettled;
}

/** What an outsider knows of one key: a few facts that may be learnt once, or only grow. */
export class KeyModel {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  isTouched = false;
  /** Which of the bodies the key stands for; known once a row was seen. */
  variant: number | undefined;
  resourceId: string | undefined;
  fingerprint: string | undefined;
  epoch = 0n;
  claimId = '';
  state: string | undefined;
  unsettled: Unsettled | null = null;
  isLeaseOver = false;
  /** The provider was called: nobody may be told that it was not. */
  hasActed = false;
  /** Epochs whose lease the test ended, or that were given back: only these may have a successor. */
  readonly freed = new Set<bigint>();
  /** Who owned the key, by epoch, and in which role. */
  readonly owners = new Map<bigint, string>();
  readonly roles = new Map<bigint, Role>();
  /** What was committed when workers ended without an outcome, in the order of epochs. */
  suspensions: readonly SuspensionRow[] = [];
  answer: StoredAnswer | undefined;
  /** Whose answer it is. */
  settledBy: { epoch: string; claimId: string } | undefined;
  isPurged = false;
  /** Answers given as the first execution's own. */
  firstAnswers = 0;
  /** Laws found broken where throwing would only look like the failure of a handler. */
  readonly broken: string[] = [];

  constructor(tenantId: string, idempotencyKey: string) {
    this.tenantId = tenantId;
    this.idempotencyKey = idempotencyKey;
  }

  /** Notes the law when it is not kept; the next look at the key reports it. */
  obey(isKept: boolean, law: string): void {
    if (!isKept) this.broken.push(law);
  }

  /** What the key was left as before a claim at `epoch`, if it ever was. */
  leftAsBefore(epoch: bigint): Unsettled | undefined {
    return this.suspensions.findLast((suspension) => suspension.epoch < epoch)?.unsettled;
  }
}
