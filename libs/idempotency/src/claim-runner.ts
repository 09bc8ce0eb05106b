import { failpoint } from '@once/failpoint';
import type { Pool } from 'pg';
import type { ExecuteResult } from './execute-result.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { OperationDesks } from './operation-desks.ts';
import type { OperationHandler, Performance } from './operation-handler.ts';
import type { Claim } from './operation-request.ts';
import { renewLeases } from './sql/renew-leases.sql.ts';

/** How a claimed operation ended for its worker. `fenced` sends the caller back to the record. */
export type RunResult<R> = ExecuteResult<R> | { kind: 'fenced' };

/** What a claim's owner does, caller or sweep alike: the outside call under a renewed lease, and then its one end. */
export class ClaimRunner {
  private readonly leases: LeaseKeeper;
  private readonly desks: OperationDesks;

  constructor(
    pool: Pool,
    desks: OperationDesks,
    { leaseMs, onBackgroundFailure }: Pick<IdempotencyOptions, 'leaseMs' | 'onBackgroundFailure'>,
  ) {
    this.desks = desks;
    this.leases = new LeaseKeeper({
      renew: (claims) => renewLeases(pool, claims, leaseMs),
      intervalMs: Math.ceil(leaseMs / 3),
      onFailure: (error) => onBackgroundFailure?.('lease renewal', error),
    });
  }

  async run<C, S, R>(claim: Claim<C>, handler: OperationHandler<C, S, R>): Promise<RunResult<R>> {
    this.leases.hold(claim);
    try {
      failpoint('charge-api.claimed-before-call');
      return await this.end(claim, handler, await handler.perform(claim));
    } finally {
      this.leases.letGo(claim);
    }
  }

  private async end<C, S, R>(
    claim: Claim<C>,
    handler: OperationHandler<C, S, R>,
    performance: Performance<S, R>,
  ): Promise<RunResult<R>> {
    const { completions, suspensions } = this.desks.of(handler);
    switch (performance.kind) {
      case 'finished': {
        failpoint('charge-api.answered-before-completion');
        const end = await completions.complete({ claim, settlement: performance.settlement });
        failpoint('charge-api.completed-before-answer');
        return end.kind === 'fenced' ? end : { kind: 'answered', answer: end.answer, isReplayed: false };
      }
      case 'unknown':
      case 'needs_review': {
        const { kind: unsettled, detail } = performance;
        const end = await suspensions.suspend({ claim, unsettled, detail });
        failpoint('charge-api.suspended-after-commit');
        return end.kind === 'fenced' ? { kind: 'fenced' } : { kind: 'pending', resourceId: claim.resourceId };
      }
      case 'not_started':
        return this.release(claim, handler, performance.refusal);
    }
  }

  private async release<C, S, R>(
    claim: Claim<C>,
    handler: OperationHandler<C, S, R>,
    refusal: R,
  ): Promise<RunResult<R>> {
    // Given back, it could be abandoned as something that never happened. The key keeps its lease and is taken up again.
    if (claim.mayHaveActed) {
      throw new Error(`${claim.request.operation}: "not started", although an earlier try may have acted`);
    }
    failpoint('charge-api.refused-before-release');
    // Whoever took over may have acted: that this try did not is no answer for the caller any more.
    const isMine = await this.desks.of(handler).received.giveBack(claim);
    return isMine ? { kind: 'refused', refusal } : { kind: 'fenced' };
  }
}
