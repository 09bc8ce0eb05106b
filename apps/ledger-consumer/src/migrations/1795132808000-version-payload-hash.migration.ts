import { versionPayloadHash } from '@once/inbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Says of each stored payload hash which facts went into it. */
export class VersionPayloadHash1795132808000 implements MigrationInterface {
  readonly name = 'VersionPayloadHash1795132808000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['inbox', 'journal_entries']) await runner.query(versionPayloadHash(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
