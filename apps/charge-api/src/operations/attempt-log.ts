import { Inject, Injectable } from '@nestjs/common';
import type { Claim } from '@once/idempotency';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { closeLostAttempts } from './close-lost-attempts.sql.ts';
import { insertAttempt, type NewAttempt } from './insert-attempt.sql.ts';
import { keepLateAnswer } from './keep-late-answer.sql.ts';
import { refuseAttempt } from './refuse-attempt.sql.ts';
import type { OperationSettlement } from './verdict.ts';

/** What is written down about calls to the provider outside the two transactions of their operations. */
@Injectable()
export class AttemptLog {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly logger: PinoLogger,
  ) {}

  /** The row of a try, committed before its call. False when the claim was taken: then there must be no call. */
  async begin(claim: Claim<unknown>, attempt: NewAttempt): Promise<boolean> {
    // The first try's row was committed with the claim.
    return claim.isResumed ? insertAttempt(this.pool, claim, attempt) : true;
  }

  /** Whoever made the tries before this claim has left them without an end. */
  async closeEarlier({ isResumed, attempt }: Claim<unknown>, operationId: string): Promise<void> {
    if (isResumed) await closeLostAttempts(this.pool, operationId, attempt);
  }

  /** The try certainly never reached the provider. */
  async refuse({ attempt }: Claim<unknown>, operationId: string, detail: string): Promise<void> {
    await refuseAttempt(this.pool, { operationId, attempt }, detail);
  }

  /** A line that leads from an unknown outcome to its trace. */
  noteUnknown({ attempt }: Claim<unknown>, operationId: string, detail: string): void {
    this.logger.warn({ operation_id: operationId, attempt, detail }, 'the outcome is unknown: it is found out');
  }

  /** The provider has answered, and its answer is none that we could act on. */
  noteReview({ attempt }: Claim<unknown>, operationId: string, detail: string): void {
    this.logger.error({ operation_id: operationId, attempt, detail }, 'a person has to look at what the provider says');
  }

  /** What the provider told a worker whose claim was taken meanwhile: kept as evidence, and an alarm if it contradicts. */
  async keepLate({ attempt }: Claim<unknown>, { operationId, verdict }: OperationSettlement): Promise<void> {
    const finding = await keepLateAnswer(this.pool, {
      operationId,
      attempt,
      outcome: verdict.kind === 'succeeded' ? 'succeeded' : 'declined',
      paymentId: verdict.kind === 'succeeded' ? verdict.paymentId : null,
      declineCode: verdict.kind === 'failed' ? verdict.failureCode : null,
    });
    if (!finding.isContradiction) return;
    this.logger.error(
      { operation_id: operationId, attempt, state: finding.state, late_answer: verdict.kind },
      'the provider answered late and contradicts how the operation ended: kept on the attempt, nothing was moved',
    );
  }
}
