import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { SELECT_REVIEWS, toReview, type Review, type ReviewRow } from './review.ts';

const LIST_REVIEWS = statement(
  'list-reviews',
  `${SELECT_REVIEWS}
   WHERE o.state = 'needs_review'
     -- The cursor's own row keeps its time when it is resolved meanwhile; the id breaks ties of the clock.
     AND ($1::uuid IS NULL OR (o.unknown_since, o.id) > (SELECT s.unknown_since, s.id FROM operations s
                                                         WHERE s.id = $1::uuid))
   ORDER BY o.unknown_since, o.id
   LIMIT $2::integer`,
);

/** Operations of all tenants that wait for a person, oldest first, strictly after `startingAfter`. */
export async function listReviews(
  pool: Pool,
  { startingAfter, limit }: { startingAfter: string | null; limit: number },
): Promise<Review[]> {
  const { rows } = await runStatementOnce<ReviewRow>(pool, LIST_REVIEWS, [startingAfter, limit]);
  return rows.map(toReview);
}
