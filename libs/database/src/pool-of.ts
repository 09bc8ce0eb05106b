import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * The `pg` pool that a TypeORM data source owns. TypeORM keeps configuration, life cycle and migrations; statements go
 * to the pool itself, because its query runner knows neither named statements nor how to discard a broken connection.
 */
export function poolOf(dataSource: DataSource): Pool {
  const driver: unknown = dataSource.driver;
  const pool = (driver as { master?: Pool }).master;
  if (!pool) throw new Error('the data source is not connected: initialise it first');
  return pool;
}
