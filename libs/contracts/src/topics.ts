/** The one topic that carries charge events from relay to ledger-consumer. */
export const CHARGES_TOPIC = 'payments.charges.v1';

/** Copies of parked records, for people and dashboards; the truth about them stays in the ledger database. */
export const CHARGES_DEAD_LETTER_TOPIC = 'payments.charges.v1.dlt';

/**
 * Number of shards a charge can live on, and the number of partitions the topic starts with.
 * Fixed for ever: a charge keeps the shard of its creation, so growing the topic must not change this value.
 */
export const SHARD_COUNT = 12;
