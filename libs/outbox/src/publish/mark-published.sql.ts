import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { holdingColumns, type Holding } from '../ownership/holding.ts';
import type { OutboxRow } from './outbox-row.ts';

/**
 * A day's partition is empty when its plan is first made, so no plan may depend on statistics: a join against the list of
 * ids was once planned as 6,000 × 18,500 comparisons. Here the index gives each shard's rows between the smallest and the
 * largest id, and width_bucket, which is a binary search in the sorted array, says whether an id was sent and where.
 */
const MARK_PUBLISHED = statement(
  'mark-published',
  `WITH mine AS (
     -- The fence: a relay whose lease is over, or whose shard has been claimed since, marks nothing.
     SELECT s.shard
     FROM relay_shards s
     JOIN unnest($2::smallint[], $3::bigint[]) AS held (shard, epoch) ON held.shard = s.shard AND held.epoch = s.epoch
     WHERE s.owner = $1::text AND s.lease_until > clock_timestamp()
   ), marked AS (
     UPDATE outbox o
     SET published_at = clock_timestamp(),
         published_offset = nullif(($5::bigint[])[width_bucket(o.id, $4::bigint[])], -1)
     WHERE o.shard = ANY (ARRAY(SELECT mine.shard FROM mine))
       AND o.id BETWEEN ($4::bigint[])[1] AND ($4::bigint[])[cardinality($4::bigint[])]
       -- A row between them that became visible after the read was not sent.
       AND ($4::bigint[])[width_bucket(o.id, $4::bigint[])] = o.id
       AND o.published_at IS NULL
       -- Only to spare the planner the other days' partitions.
       AND o.created_at >= $6::timestamptz AND o.created_at < $7::timestamptz
     RETURNING o.shard
   )
   SELECT shard, count(*)::integer AS marked FROM marked GROUP BY shard`,
);

export interface AckedBatch {
  holding: Holding;
  rows: readonly OutboxRow[];
  /** Offset of the batch's first record, where the broker told it; the others follow it without a gap. */
  baseOffset: bigint | undefined;
}

/** Stands for an offset that the broker did not tell, because an array with nulls is searched in linear time. */
const UNKNOWN_OFFSET = -1n;

interface SentRow {
  id: bigint;
  offset: bigint;
}

const sentRowsOf = ({ rows, baseOffset }: AckedBatch): SentRow[] =>
  rows.map(({ id }, index) => ({
    id: BigInt(id),
    offset: baseOffset === undefined ? UNKNOWN_OFFSET : baseOffset + BigInt(index),
  }));

const byId = (left: SentRow, right: SentRow): number => (left.id < right.id ? -1 : 1);

/** First and one past the last moment of creation. A JS date has lost the microseconds, hence the millisecond more. */
const createdWithin = (rows: readonly OutboxRow[]): [Date, Date] => {
  const times = rows.map(({ createdAt }) => createdAt.getTime());
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [Infinity, 0]);
  return [new Date(first), new Date(last + 1)];
};

/** Marks what was acknowledged and returns how many rows of each shard were marked: all of them, or none. */
export async function markPublished(
  pool: Pool,
  member: string,
  batches: readonly AckedBatch[],
): Promise<ReadonlyMap<number, number>> {
  const sent = batches.flatMap(sentRowsOf).sort(byId);
  const { rows: counts } = await runStatementOnce<{ shard: number; marked: number }>(pool, MARK_PUBLISHED, [
    member,
    ...holdingColumns(batches.map(({ holding }) => holding)),
    sent.map(({ id }) => id),
    sent.map(({ offset }) => offset),
    ...createdWithin(batches.flatMap(({ rows }) => rows)),
  ]);
  return new Map(counts.map(({ shard, marked }) => [shard, marked]));
}
