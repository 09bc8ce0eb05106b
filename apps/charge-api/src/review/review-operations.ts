import { Inject, Injectable } from '@nestjs/common';
import { CommitUnknownError, failureCauseOf } from '@once/database';
import { IdempotentOperations } from '@once/idempotency';
import type { Pool } from 'pg';
import { OtherPaymentError } from '../charges/other-payment.error.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import type { Verdict } from '../operations/verdict.ts';
import { ChargeHandlers } from '../sweeps/charge-handlers.ts';
import { appendOperatorActionInTx } from './append-operator-action.sql.ts';
import { CheckFinding, type CheckedFinding } from './check-finding.ts';
import { DecisionRefusedError } from './decision-refused.error.ts';
import { findReview } from './find-review.sql.ts';
import { judgeFinding, type Finding, type FindingVerdict } from './judge-finding.ts';
import { listEvidence } from './list-evidence.sql.ts';
import { listReviews } from './list-reviews.sql.ts';
import { lockProviderWordsInTx, readProviderWords } from './lock-provider-words.sql.ts';
import type { Resolution } from './resolution.schema.ts';
import type { ResolveOutcome, ResolveRefusal } from './resolve-outcome.ts';
import { toReviewBody, type ReviewBody, type ReviewPage } from './review-body.ts';
import type { Channel, Review } from './review.ts';

/** A person's decision, and who that person is. */
export interface OperatorDecision extends Resolution {
  operationId: string;
  operator: string;
  channel: Channel;
}

/** A finding that was looked up, and the payment that it is about; null where nothing took place. */
interface Confirmed {
  kind: 'confirmed';
  paymentId: string | null;
  effectId: string | null;
}

type Doubt = Exclude<FindingVerdict, { kind: 'fits' }> | Extract<CheckedFinding, { kind: 'contradicted' }>;

const OTHERS = 'The payment belongs to another charge.';

const COMMIT_UNKNOWN =
  'The database was lost while the decision was being stored: it may or may not be stored. Send the same again; ' +
  'if it is stored, that is what you will be told.';

/** The operations whose outcome only a person can find out, and the way in which that person's word ends them. */
@Injectable()
export class ReviewOperations {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly operations: IdempotentOperations,
    private readonly handlers: ChargeHandlers,
    private readonly checker: CheckFinding,
  ) {}

  /** Oldest first; undefined when there is no operation of the id to start after. */
  async list(page: { limit: number; startingAfter: string | null }): Promise<ReviewPage | undefined> {
    const { limit, startingAfter } = page;
    if (startingAfter !== null && !(await findReview(this.pool, startingAfter))?.unknownSince) return undefined;
    // One more than asked tells whether there are more, without a second query.
    const reviews = await listReviews(this.pool, { startingAfter, limit: limit + 1 });
    return { data: await this.describe(reviews.slice(0, limit)), has_more: reviews.length > limit };
  }

  /** @throws what is a fault of the code or of the data; an outage is an outcome */
  async resolve(decision: OperatorDecision): Promise<ResolveOutcome> {
    const review = await findReview(this.pool, decision.operationId);
    if (!review) return { kind: 'not_found', detail: 'There is no such operation.' };
    if (review.state !== 'needs_review') return notInReview(review);
    try {
      // Before the transaction, which waits for nobody: the provider may take its time.
      const checked = await this.check(decision, review);
      if (checked.kind !== 'confirmed') return checked;
      return await this.decide(decision, review, checked);
    } catch (error) {
      if (error instanceof DecisionRefusedError) return error.refusal;
      if (error instanceof OtherPaymentError)
        return toRefusal({ kind: 'contradicted', detail: OTHERS }, review.chargeId);
      // Any outage may follow a COMMIT whose reply was lost and could not be cleared up.
      const isUnknown = error instanceof CommitUnknownError || failureCauseOf(error) === 'outage';
      if (isUnknown) return { kind: 'commit_unknown', detail: COMMIT_UNKNOWN, cause: error };
      throw error;
    }
  }

  /** A finding stands only beside what we were told, and beside what the provider's record shows. */
  private async check(decision: OperatorDecision, review: Review): Promise<Confirmed | ResolveRefusal> {
    const { chargeId } = review;
    const verdict = judgeFinding(toFinding(decision, review), await readProviderWords(this.pool, review.operationId));
    if (verdict.kind !== 'fits') return toRefusal(verdict, chargeId);
    const { paymentId } = verdict;
    const isSuccess = decision.outcome === 'succeeded' && paymentId !== null;
    const checked = isSuccess ? await this.checker.succeeded(review, paymentId) : await this.checker.failed(review);
    if (checked.kind === 'contradicted') return toRefusal(checked, chargeId);
    return checked.kind === 'confirmed' ? { ...checked, paymentId } : checked;
  }

  private async decide(
    decision: OperatorDecision,
    review: Review,
    { paymentId, effectId }: Confirmed,
  ): Promise<ResolveOutcome> {
    const { operationId, chargeId, tenantId, idempotencyKey } = review;
    const decided = await this.operations.decide(this.handlers.of(review.kind), {
      key: { tenantId, idempotencyKey },
      from: { state: 'needs_review' },
      alsoInTx: async (tx) => {
        const words = await lockProviderWordsInTx(tx, operationId);
        // Once more: it may have said something since. The payment is the one that was looked up.
        const verdict = judgeFinding({ ...toFinding(decision, review), paymentId }, words);
        if (verdict.kind !== 'fits') throw new DecisionRefusedError(toRefusal(verdict, chargeId));
        await appendOperatorActionInTx(tx, { ...decision, chargeId });
      },
      settlement: () => ({ operationId, verdict: toVerdict(decision, { paymentId, effectId }) }),
    });
    const after = await findReview(this.pool, operationId);
    if (!after) throw new Error(`operation ${operationId} was there and is gone`);
    // Another person was faster.
    if (decided.kind === 'not_there' && after.state !== 'needs_review') return notInReview(after);
    if (decided.kind === 'not_there')
      throw new Error(`operation ${operationId} waits for a decision and its key does not`);
    const [body] = await this.describe([after]);
    if (!body) throw new Error(`operation ${operationId} can't be described`);
    return { kind: 'resolved', review: body };
  }

  private async describe(reviews: readonly Review[]): Promise<ReviewBody[]> {
    const evidence = await listEvidence(
      this.pool,
      reviews.map(({ operationId }) => operationId),
    );
    const nothing = { attempts: [], notices: [] };
    return reviews.map((review) => toReviewBody(review, evidence.get(review.operationId) ?? nothing));
  }
}

const toFinding = (decision: OperatorDecision, { chargePaymentId }: Review): Finding => ({
  outcome: decision.outcome,
  paymentId: decision.provider_payment_id ?? null,
  chargePaymentId,
});

const toRefusal = (verdict: Doubt, chargeId: string): ResolveRefusal =>
  verdict.kind === 'contradicted' ? { ...verdict, chargeId } : verdict;

const toVerdict = (
  { outcome, operator }: OperatorDecision,
  { paymentId, effectId }: Pick<Confirmed, 'paymentId' | 'effectId'>,
): Verdict => {
  const by = `operator:${operator}`;
  if (outcome === 'succeeded')
    return { kind: 'succeeded', source: 'operator', paymentId, effectId, by, reason: 'operator_confirmed' };
  const problem = 'operation_not_performed';
  return { kind: 'failed', source: 'operator', problem, failureCode: problem, by };
};

const notInReview = ({ state, chargeId, decision }: Review): ResolveOutcome => {
  const by = decision && `${decision.operator} decided so (${decision.channel}, ${decision.createdAt.toISOString()})`;
  const detail = by ? `It is ${state}: ${by}.` : `It is ${state} and does not wait for a decision.`;
  return { kind: 'not_in_review', detail, chargeId };
};
