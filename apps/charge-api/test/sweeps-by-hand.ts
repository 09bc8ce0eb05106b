import { IdempotentOperations, type Sweeper, type SweepOutcome } from '@once/idempotency';
import type { Pool } from 'pg';
import { ChargeHandlers } from '../src/sweeps/charge-handlers.ts';
import { SweepLoops } from '../src/sweeps/sweep-loops.ts';
import { readTraces } from './operation-traces.ts';
import type { RunningChargeApi } from './start-charge-api.ts';

/**
 * The sweeps of one instance, one look at a time and for one key: a test says when time has passed. A look with nothing
 * to do for its key would take up another, so a test that is to show such a look leaves nothing unsettled before it.
 */
export class SweepsByHand {
  private readonly outcomes: SweepOutcome[] = [];
  private daysBack = 0;
  private readonly resolver: Sweeper;
  private readonly resumer: Sweeper;
  private readonly pool: Pool;

  private constructor({ app }: RunningChargeApi, pool: Pool) {
    this.pool = pool;
    const options = {
      handlers: app.get(ChargeHandlers).all(),
      maxConcurrent: 1,
      onEnd: (outcome: SweepOutcome) => void this.outcomes.push(outcome),
    };
    const operations = app.get(IdempotentOperations);
    this.resolver = operations.sweeper('unknown', options);
    this.resumer = operations.sweeper('lease_over', options);
  }

  /** From now on the instance sweeps no more by itself. `pool` is an owner's. */
  static async takeOver(instance: RunningChargeApi, pool: Pool): Promise<SweepsByHand> {
    await instance.app.get(SweepLoops).stop();
    return new SweepsByHand(instance, pool);
  }

  /** The resolver looks at the key now, whenever it was to look again; undefined when there is nothing for it. */
  async resolve(key: string): Promise<SweepOutcome | undefined> {
    return this.look(this.resolver, key);
  }

  /** The resumer takes the key up as if its lease were over; undefined when there is nothing for it. */
  async resume(key: string): Promise<SweepOutcome | undefined> {
    return this.look(this.resumer, key);
  }

  /** Moves the end of the key's lease into the past, as the passing of time would, and before all others that ended. */
  async endLease(key: string): Promise<void> {
    this.daysBack += 1;
    await this.pool.query(
      `UPDATE idempotency_keys SET lease_until = clock_timestamp() - $2::integer * interval '1 day'
       WHERE idempotency_key = $1 AND state = 'PROCESSING' AND unsettled IS DISTINCT FROM 'needs_review'`,
      [key, this.daysBack],
    );
  }

  /** Moves the beginning of the operation back, as the passing of time would. */
  async age(key: string, byMs: number): Promise<void> {
    const { id } = await readTraces(this.pool, key);
    const back = `- $2::bigint * interval '1 millisecond'`;
    await this.pool.query(`UPDATE operations SET created_at = created_at ${back} WHERE id = $1`, [id, byMs]);
    await this.pool.query(
      `UPDATE provider_attempts SET started_at = started_at ${back} WHERE operation_id = $1 AND attempt = 1`,
      [id, byMs],
    );
  }

  private async look(sweeper: Sweeper, key: string): Promise<SweepOutcome | undefined> {
    // The longest waiting comes first, and with one hand it is the only one.
    await this.endLease(key);
    this.outcomes.length = 0;
    await sweeper.sweep();
    await sweeper.drain();
    return this.outcomes[0];
  }
}
