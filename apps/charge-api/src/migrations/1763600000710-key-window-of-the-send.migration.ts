import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMN = `
  -- For how long the provider honoured the key when it was sent under it, as it said then. What it says later counts where
  -- that is less. NULL on what was sent before this was kept, or by an older version beside this one.
  ALTER TABLE provider_attempts
    ADD COLUMN key_window_ms bigint,
    ADD CONSTRAINT key_window_is_a_time CHECK (key_window_ms >= 0) NOT VALID;`;

/** A provider that honours keys for longer from some day on has not remembered the older ones for longer. */
export class KeyWindowOfTheSend1763600000710 implements MigrationInterface {
  readonly name = 'KeyWindowOfTheSend1763600000710';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(COLUMN);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
