import { queryRows } from './query-rows.ts';

/** What no metric tells. */
export interface RowCounts {
  readonly moved: number;
  readonly received: number;
  readonly processing: number;
  readonly completed: number;
  readonly failed: number;
}

/** An operation that moved money and its event are one commit. */
const ROW_COUNTS = `
  SELECT (SELECT count(*)::int FROM outbox WHERE event_type ~ '^payments[.]charge[.](captured|refunded)[.]') AS moved,
         (count(*) FILTER (WHERE state = 'RECEIVED'))::int AS received,
         (count(*) FILTER (WHERE state = 'PROCESSING'))::int AS processing,
         (count(*) FILTER (WHERE state = 'COMPLETED'))::int AS completed,
         (count(*) FILTER (WHERE state = 'FAILED'))::int AS failed
  FROM idempotency_keys`;

/** Null while the database is down. */
export async function readRowCounts(chargeDbUrl: string): Promise<RowCounts | null> {
  try {
    const [row] = await queryRows<RowCounts>(chargeDbUrl, ROW_COUNTS);
    return row ?? null;
  } catch {
    // Being down now and then is what the database is there for in this run; the gap is the record of it.
    return null;
  }
}
