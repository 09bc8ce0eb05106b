import type { MigrationInterface, QueryRunner } from 'typeorm';

const STEPS = [
  // What an earlier try of this migration has left, perhaps unfinished.
  'DROP INDEX CONCURRENTLY IF EXISTS operations_one_claimed_change',
  `CREATE UNIQUE INDEX CONCURRENTLY operations_one_claimed_change ON operations (charge_id)
     WHERE kind IN ('charge.capture', 'charge.cancel', 'charge.expire')
       AND state IN ('pending', 'unknown', 'needs_review') AND NOT is_given_back`,
  // One implicit transaction: at no moment does neither hold.
  `DROP INDEX operations_one_open_change;
   ALTER INDEX operations_one_claimed_change RENAME TO operations_one_open_change`,
  'DROP INDEX CONCURRENTLY IF EXISTS operations_ended_with_input',
  // What ended before inputs went with the end: emptied in batches, and then nothing is ever in it again.
  `CREATE INDEX CONCURRENTLY operations_ended_with_input ON operations (id)
     WHERE state IN ('succeeded', 'failed') AND input IS NOT NULL`,
];

/** Built beside the running service: a table of any size is scanned and no write waits for that. */
export class IndexesOfGivenBack1763600000510 implements MigrationInterface {
  readonly name = 'IndexesOfGivenBack1763600000510';
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of STEPS) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
