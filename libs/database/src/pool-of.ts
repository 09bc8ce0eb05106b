import { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * The `pg` pool that a TypeORM data source owns. TypeORM keeps configuration, life cycle and migrations; statements go
 * to the pool itself, because its query runner knows neither named statements nor how to discard a broken connection.
 * `master` is no public property of TypeORM: see docs/adr/2026-12-01-typeorm-and-raw-sql.md.
 * @throws Error at start-up, before any statement, where a version of TypeORM has none or has wrapped it.
 */
export function poolOf(dataSource: DataSource): Pool {
  if (!dataSource.isInitialized) throw new Error('the data source is not connected: initialise it first');
  const { master: pool } = dataSource.driver as { master?: unknown };
  if (pool instanceof Pool) return pool;
  throw new Error('this version of TypeORM does not show its pg pool as driver.master');
}
