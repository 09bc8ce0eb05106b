import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { SELECT_REVIEWS, toReview, type Review, type ReviewRow } from './review.ts';

const FIND_REVIEW = statement('find-review', `${SELECT_REVIEWS}\n   WHERE o.id = $1::uuid`);

/** An operation of whatever tenant and in whatever state. */
export async function findReview(pool: Pool, operationId: string): Promise<Review | undefined> {
  const { rows } = await runStatementOnce<ReviewRow>(pool, FIND_REVIEW, [operationId]);
  return rows[0] && toReview(rows[0]);
}
