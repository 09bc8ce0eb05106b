import { runInTx } from '@once/database';
import { failpoint } from '@once/failpoint';
import { fullJitterDelayMs } from '@once/retry-policy';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Batcher } from './batcher.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler, Suspension } from './operation/operation-handler.ts';
import { lockClaimsInTx } from './sql/lock-claims.sql.ts';
import { suspendKeyInTx } from './sql/suspend-key.sql.ts';
import { untilStored } from './until-stored.ts';

/** `fenced`: the claim was taken over while we worked; nothing was written. */
export type SuspensionOutcome = { kind: 'suspended' | 'fenced' };

interface SuspensionTry<C> {
  suspension: Suspension<C>;
  /** What the key is claimed by from then on: nobody. The same for all tries, so that a later one knows its own work. */
  suspensionId: string;
}

/** How long nobody need look at an unknown outcome after this many tries, milliseconds. */
const lookAgainMs = ({ unknownBackoff: { baseMs, capMs }, random }: IdempotencyOptions, attempt: number): number =>
  baseMs + fullJitterDelayMs({ retry: attempt, baseMs, capMs, random });

/** A look by whoever could not have found anything puts off no other one. */
const waitOf = (options: IdempotencyOptions, { claim, isElsewhere }: Suspension<unknown>): number =>
  isElsewhere ? options.unknownBackoff.baseMs : lookAgainMs(options, claim.attempt);

/** Leaves operations without an outcome and without a worker, for the resolver or for a person. */
export class SuspensionDesk<C> {
  private readonly batcher: Batcher<SuspensionTry<C>, SuspensionOutcome>;
  private readonly pool: Pool;
  private readonly handler: Pick<OperationHandler<C, never, never>, 'suspendInTx'>;
  private readonly options: IdempotencyOptions;

  constructor(
    pool: Pool,
    handler: Pick<OperationHandler<C, never, never>, 'suspendInTx'>,
    options: IdempotencyOptions,
  ) {
    this.pool = pool;
    this.handler = handler;
    this.options = options;
    // One by one, in no more lanes than others have: when a provider goes silent everything under way is suspended at
    // the same time, and new claims must not wait for connections behind it.
    this.batcher = new Batcher({
      run: (tries) => Promise.all(tries.map((item) => this.suspendInOneTx(item))),
      maxBatch: 1,
      lanes: options.lanes,
      exclusiveKeyOf: ({ suspensionId }) => suspensionId,
    });
  }

  /** If not even that can be written, the lease runs out and whoever takes over asks the provider first. */
  suspend(suspension: Suspension<C>): Promise<SuspensionOutcome> {
    const suspensionId = randomUUID();
    const { leaseMs, random } = this.options;
    return untilStored(() => this.batcher.submit({ suspension, suspensionId }), { giveUpAfterMs: leaseMs, random });
  }

  private suspendInOneTx({ suspension, suspensionId }: SuspensionTry<C>): Promise<SuspensionOutcome> {
    const { claim, unsettled } = suspension;
    // If we crash here: PROCESSING with a lease, or unsettled with a time to look again. Recovery: the resumer or the
    // resolver. Duplicate effect prevented by: both ask the provider before they send, under the same provider key.
    return runInTx(this.pool, async (tx) => {
      const locked = await lockClaimsInTx(tx, [claim, { ...claim, claimId: suspensionId }]);
      // An earlier try was committed and only its reply was lost: a second one would write the history twice.
      if (locked.has(suspensionId)) return { kind: 'suspended' };
      if (locked.get(claim.claimId)?.kind !== 'owned') return { kind: 'fenced' };
      await this.handler.suspendInTx?.(tx, suspension);
      const waitMs = waitOf(this.options, suspension);
      await suspendKeyInTx(tx, claim, { unsettled, suspensionId, lookAgainMs: waitMs });
      failpoint('charge-api.suspended-before-commit');
      return { kind: 'suspended' };
    });
  }
}
