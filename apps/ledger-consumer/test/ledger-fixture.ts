import { Logger } from '@nestjs/common';
import type { ChunkOutcome, ConsumedRecord, RecordChunk } from '@once/messaging';
import { Metrics } from '@once/observability';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { ConsumeChunk } from '../src/consume-charge-events/consume-chunk.ts';
import { ConsumptionMetrics } from '../src/consume-charge-events/consumption-metrics.ts';
import { LedgerMetrics } from '../src/report-ledger/ledger-metrics.ts';

export interface LedgerFixture {
  db: TestDatabase;
  /** With the service's own rights. */
  pool: Pool;
  metrics: Metrics;
  consumer: ConsumeChunk;
  /** A second consumer of the same database, as another process would be. */
  anotherConsumer(pool?: Pool): ConsumeChunk;
  consume(records: ConsumedRecord[]): Promise<ChunkOutcome>;
  count(table: string, where?: string): Promise<number>;
  scraped(metric: string): Promise<number>;
}

export const MAX_ATTEMPTS = 3;

export const chunkOf = (records: ConsumedRecord[]): RecordChunk => {
  const [first] = records;
  if (!first) throw new Error('a chunk has at least one record');
  return { topic: first.topic, partition: first.partition, records };
};

const newConsumer = (pool: Pool, metrics: Metrics): ConsumeChunk =>
  new ConsumeChunk(pool, MAX_ATTEMPTS, new ConsumptionMetrics(metrics));

/** The ledger's own parts on a database of the suite's own, without Kafka. */
export async function openLedger(): Promise<LedgerFixture> {
  Logger.overrideLogger(false);
  const db = await createTestDatabase('ledger');
  const pool = db.pool('ledger_service');
  const metrics = new Metrics();
  const consumer = newConsumer(pool, metrics);
  new LedgerMetrics(metrics, pool);
  return {
    db,
    pool,
    metrics,
    consumer,
    anotherConsumer: (other = pool) => newConsumer(other, new Metrics()),
    consume: (records) => consumer.consume(chunkOf(records)),
    count: async (table, where = 'true') => {
      const { rows } = await db.ownerPool.query<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`);
      return Number(rows[0]?.n);
    },
    scraped: async (metric) => {
      const [name, label] = metric.split('=');
      const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
      const values = found?.values.filter(({ labels }) => !label || Object.values(labels).includes(label)) ?? [];
      return values.reduce((sum, { value }) => sum + value, 0);
    },
  };
}
