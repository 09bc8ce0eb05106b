import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { recordIncarnation } from '../config/record-incarnation.sql.ts';
import { SweepLoops } from './sweep-loops.ts';

/**
 * Notices that the database is on another server than before, or was restored: what was committed last may be missing.
 * The claims of that time find out by themselves; this ends their doubt, one window after it was noticed.
 */
@Injectable()
export class WatchIncarnation {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly logger: PinoLogger,
    loops: SweepLoops,
  ) {
    loops.add('incarnation', () => this.look());
  }

  /** True when it is another one. */
  async look(): Promise<boolean> {
    const incarnation = await recordIncarnation(this.pool);
    if (!incarnation) return false;
    this.logger.error(
      { ...incarnation },
      'the charge database was replaced: what was committed last may be lost, so new operations begin with a question',
    );
    return true;
  }
}
