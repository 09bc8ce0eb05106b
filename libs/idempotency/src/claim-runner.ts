import { failpoint } from '@once/failpoint';
import type { Pool } from 'pg';
import type { ExecuteResult } from './execute-result.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { LeftToOthers } from './left-to-others.ts';
import type { OperationDesks } from './operation-desks.ts';
import type { OperationHandler, Performance, Suspension } from './operation/operation-handler.ts';
import type { Claim } from './operation/operation-request.ts';
import { renewLeases } from './sql/renew-leases.sql.ts';
import { UnsettleableError } from './unsettleable.error.ts';

/** How a claimed operation ended for its worker. `fenced` sends the caller back to the record. */
export type RunResult<R> = ExecuteResult<R> | { kind: 'fenced' };

type RunnerOptions = Pick<IdempotencyOptions, 'leaseMs' | 'onBackgroundFailure' | 'onUnsettleable'> & {
  leftToOthers: LeftToOthers;
};

/** What a claim's owner does, caller or sweep alike: the outside call under a renewed lease, and then its one end. */
export class ClaimRunner {
  private readonly leases: LeaseKeeper;
  private readonly desks: OperationDesks;
  private readonly leftToOthers: LeftToOthers;
  private readonly onUnsettleable: RunnerOptions['onUnsettleable'];

  constructor(pool: Pool, desks: OperationDesks, options: RunnerOptions) {
    const { leaseMs, onBackgroundFailure, onUnsettleable, leftToOthers } = options;
    this.desks = desks;
    this.leftToOthers = leftToOthers;
    this.onUnsettleable = onUnsettleable;
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
    switch (performance.kind) {
      case 'finished':
        return this.complete(claim, handler, performance.settlement);
      case 'unknown': {
        const { kind: unsettled, detail, isElsewhere } = performance;
        if (isElsewhere) this.leftToOthers.add(claim.resourceId);
        return this.suspend(handler, { claim, unsettled, detail, isElsewhere });
      }
      case 'needs_review':
        return this.suspend(handler, { claim, unsettled: performance.kind, detail: performance.detail });
      case 'not_started':
        return this.release(claim, handler, performance.refusal);
    }
  }

  private async complete<C, S, R>(
    claim: Claim<C>,
    handler: OperationHandler<C, S, R>,
    settlement: S,
  ): Promise<RunResult<R>> {
    failpoint('charge-api.answered-before-completion');
    try {
      const end = await this.desks.of(handler).completions.complete({ claim, settlement });
      failpoint('charge-api.completed-before-answer');
      return end.kind === 'fenced' ? end : { kind: 'answered', answer: end.answer, isReplayed: false };
    } catch (error) {
      // Rolled back whole. Written again it would fail again, for ever.
      if (!(error instanceof UnsettleableError)) throw error;
      this.onUnsettleable?.(error, handler.operation);
      return this.suspend(handler, { claim, unsettled: 'needs_review', detail: error.message });
    }
  }

  private async suspend<C, S, R>(handler: OperationHandler<C, S, R>, suspension: Suspension<C>): Promise<RunResult<R>> {
    const end = await this.desks.of(handler).suspensions.suspend(suspension);
    failpoint('charge-api.suspended-after-commit');
    return end.kind === 'fenced' ? { kind: 'fenced' } : { kind: 'pending', resourceId: suspension.claim.resourceId };
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
