import type { TopicSpec } from './provision-topics.ts';

/**
 * As libs/contracts has them. Not imported: its consumers' tests stand on this package, and the circle would be
 * refused. The end-to-end test sees a charge arrive in the ledger, so a difference shows.
 */
export const CHARGES_TOPIC = 'payments.charges.v1';

/** One partition per shard. */
export const STACK_TOPICS: TopicSpec[] = [
  { topic: CHARGES_TOPIC, partitions: 12 },
  { topic: 'payments.charges.v1.dlt', partitions: 12 },
];
