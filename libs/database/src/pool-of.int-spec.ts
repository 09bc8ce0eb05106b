import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.ts';
import { poolOf } from './pool-of.ts';
import { boundsOf } from './session-bounds.ts';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase('charge');
  const options = { url: database.ownerUrl, applicationName: 'pool-of', poolMax: 3, statementTimeoutMs: 1_234 };
  dataSource = new DataSource(dataSourceOptions(options));
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** A data source of a TypeORM that has something else at this place, or nothing. */
const withMaster = (master: unknown) =>
  Object.assign(Object.create(dataSource) as DataSource, { driver: { ...dataSource.driver, master } });

describe('the pool of a data source', () => {
  it('is the pg pool that TypeORM itself uses, with the options that it was given', async () => {
    const pool = poolOf(dataSource);
    expect(pool).toBeInstanceOf(Pool);
    expect(pool.options).toMatchObject({ max: 3, pipeline: true, application_name: 'pool-of' });
    expect(boundsOf(pool)).toMatchObject({ statementTimeoutMs: 1_234 });
    await dataSource.query('SELECT 1');
    expect(pool.totalCount).toBe(1);
  });

  it('ends with the data source', async () => {
    const another = new DataSource(dataSource.options);
    await another.initialize();
    const pool = poolOf(another);
    await another.destroy();
    expect(pool.ended).toBe(true);
  });

  it('is refused before the data source is connected', () => {
    expect(() => poolOf(new DataSource(dataSource.options))).toThrow('initialise it first');
  });

  it.each([
    ['shows none', undefined],
    ['has wrapped it', { connect: () => undefined, query: () => undefined }],
  ])('is refused at once where TypeORM %s', (_what, master) => {
    expect(() => poolOf(withMaster(master))).toThrow('does not show its pg pool');
  });
});
