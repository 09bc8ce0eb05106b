import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { emptyEndedInputs } from './empty-ended-inputs.sql.ts';

/** Rows in one statement: some milliseconds of row locks that nobody waits for. */
const BATCH = 500;
/** Batches in one round: ten million rows are done within a day, and no round keeps a stop waiting. */
const MAX_BATCHES = 20;

/**
 * An operation loses its input, and with it the source of the money, in the transaction that ends it. What ended under an
 * earlier version is emptied here, little by little; once that is done a round is one look into an empty index.
 */
@Injectable()
export class EmptyEndedInputs {
  constructor(@Inject(CHARGE_POOL) private readonly pool: Pool) {}

  async run(): Promise<number> {
    let emptied = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const rows = await emptyEndedInputs(this.pool, BATCH);
      emptied += rows;
      if (rows < BATCH) break;
    }
    return emptied;
  }
}
