import type { Operation } from '../../core/money-request.ts';
import type { ResultEntry } from '../../core/record-entry.ts';

export const NOTICE_OUTCOMES = ['succeeded', 'declined'] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

/** What the provider tells without being asked, as it goes over the wire. */
export interface Notice {
  readonly notice_id: string;
  readonly provider_key: string;
  readonly operation: Operation;
  readonly outcome: NoticeOutcome;
  readonly payment_id: string | null;
  readonly decline_code: string | null;
  readonly occurred_at: string;
}

const MADE_UP_DECLINE_CODE = 'generic_decline';

/**
 * The notice of a decision; undefined where nothing was decided about the money: a payment that nobody knows, and a
 * cancel of what is canceled already, which is no decline of what was wanted.
 */
export function noticeOf(entry: ResultEntry, noticeId: string): Notice | undefined {
  const { provider_key, operation, body, payment_id, effect, http_status: httpStatus, recorded_at } = entry;
  if (httpStatus === 404 || (operation === 'cancel' && body.status === 'canceled' && effect === null)) return undefined;
  const about = { notice_id: noticeId, provider_key, operation, occurred_at: recorded_at };
  return effect === null
    ? { ...about, outcome: 'declined', payment_id: null, decline_code: body.decline_code ?? body.code ?? null }
    : { ...about, outcome: 'succeeded', payment_id, decline_code: null };
}

/** Claims the opposite under an id of its own. */
export function contradict(notice: Notice, noticeId: string, madeUpPaymentId: string): Notice {
  const about = { ...notice, notice_id: noticeId };
  return notice.outcome === 'succeeded'
    ? { ...about, outcome: 'declined', payment_id: null, decline_code: MADE_UP_DECLINE_CODE }
    : { ...about, outcome: 'succeeded', payment_id: madeUpPaymentId, decline_code: null };
}

export interface NoticeClaim {
  readonly noticeId: string;
  readonly providerKey: string;
  readonly operation: Operation;
  readonly outcome: NoticeOutcome;
  readonly paymentId?: string | undefined;
  readonly declineCode?: string | undefined;
  readonly occurredAt: string;
}

/** A notice made by hand: it says what it is told to say. */
export function noticeFrom(claim: NoticeClaim): Notice {
  const hasSucceeded = claim.outcome === 'succeeded';
  return {
    notice_id: claim.noticeId,
    provider_key: claim.providerKey,
    operation: claim.operation,
    outcome: claim.outcome,
    payment_id: hasSucceeded ? (claim.paymentId ?? null) : null,
    decline_code: hasSucceeded ? null : (claim.declineCode ?? MADE_UP_DECLINE_CODE),
    occurred_at: claim.occurredAt,
  };
}
