import type { ReviewBody } from './review-body.ts';

/** What came of a person's decision. Nothing was changed but for `resolved`; after `commit_unknown` nobody knows. */
export type ResolveOutcome =
  | { kind: 'resolved'; review: ReviewBody }
  | { kind: 'not_found'; detail: string }
  | { kind: 'not_in_review'; detail: string; chargeId: string }
  | { kind: 'contradicted'; detail: string; chargeId: string }
  | { kind: 'provider_unavailable'; detail: string }
  | { kind: 'payment_id_needed'; detail: string }
  | { kind: 'commit_unknown'; detail: string; cause: unknown };

export type ResolveRefusal = Exclude<ResolveOutcome, { kind: 'resolved' }>;
