import type { AttemptRow, Evidence, NoticeRow } from './list-evidence.sql.ts';
import type { Review, ReviewDecision } from './review.ts';

/** An operation under review with all that is known about it, as HTTP and `--json` show it. */
export type ReviewBody = ReturnType<typeof toReviewBody>;

export interface ReviewPage {
  data: ReviewBody[];
  has_more: boolean;
}

/** Amounts fit a JSON number because a CHECK bounds them to 2^53-1. */
export const toReviewBody = (review: Review, { attempts, notices }: Evidence) => ({
  operation_id: review.operationId,
  kind: review.kind,
  state: review.state,
  tenant: review.tenant,
  charge_id: review.chargeId,
  charge_status: review.chargeStatus,
  amount: Number(review.amountMinor),
  currency: review.currency,
  currency_exponent: review.currencyExponent,
  request_id: review.requestId,
  unknown_since: review.unknownSince?.toISOString() ?? null,
  provider: review.provider,
  /** Whose money it is; null on what was begun before accounts were kept. */
  provider_account: review.providerAccount,
  /** Under which the provider knows the operation. */
  provider_key: review.providerKey,
  provider_payment_id: review.chargePaymentId,
  /** Why it is here: what was last found out, or not. */
  detail: attempts.findLast(({ outcome }) => outcome === 'unknown')?.detail ?? null,
  attempts: attempts.map(toAttemptBody),
  attempts_total: Number(attempts[0]?.total ?? 0),
  notices: notices.map(toNoticeBody),
  notices_total: Number(notices[0]?.total ?? 0),
  decision: review.decision && toDecisionBody(review.decision),
});

const toAttemptBody = (row: AttemptRow) => ({
  attempt: row.attempt,
  outcome: row.outcome,
  detail: row.detail,
  provider_payment_id: row.provider_payment_id,
  is_late: row.is_late,
  late_outcome: row.late_outcome,
  late_payment_id: row.late_payment_id,
  started_at: row.started_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
});

const toNoticeBody = (row: NoticeRow) => ({
  notice_id: row.notice_id,
  outcome: row.outcome,
  provider_payment_id: row.provider_payment_id,
  decline_code: row.decline_code,
  is_contradiction: row.is_contradiction,
  occurred_at: row.occurred_at.toISOString(),
  received_at: row.received_at.toISOString(),
});

const toDecisionBody = ({ operator, channel, outcome, reason, createdAt }: ReviewDecision) => ({
  operator,
  channel,
  outcome,
  reason,
  created_at: createdAt.toISOString(),
});
