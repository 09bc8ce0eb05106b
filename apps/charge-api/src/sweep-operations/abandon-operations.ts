import { Inject, Injectable } from '@nestjs/common';
import { findAbandonedKeys, IdempotentOperations, type AbandonedKey, type SweepOutcome } from '@once/idempotency';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../charge-api.env.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { loadOperation } from '../operations/load-operation.sql.ts';
import { ABANDONED } from '../operations/verdict.ts';
import { ChargeHandlers } from './charge-handlers.ts';
import { SweepMetrics } from './sweep.metrics.ts';

/** Ends decided in one round; the rest waits for the next one. */
const MAX_PER_ROUND = 50;

/**
 * Fails operations that were accepted, never reached the provider, and that nobody came back for. The window is shorter
 * than the provider's key window, so that whatever comes later can't be the same request any more.
 */
@Injectable()
export class AbandonOperations {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly operations: IdempotentOperations,
    private readonly handlers: ChargeHandlers,
    private readonly metrics: SweepMetrics,
    private readonly logger: PinoLogger,
  ) {}

  async run(): Promise<number> {
    const keys = await findAbandonedKeys(this.pool, this.env.ABANDON_AFTER_MS, MAX_PER_ROUND);
    // One bad row must not keep the others from their end.
    for (const key of keys) this.metrics.count('abandonment', await this.abandon(key));
    return keys.length;
  }

  private async abandon(key: AbandonedKey): Promise<SweepOutcome> {
    try {
      const { id: operationId } = await loadOperation(this.pool, key);
      const outcome = await this.operations.decide(this.handlers.of(key.operation), {
        key,
        from: { state: 'RECEIVED', notSeenForMs: this.env.ABANDON_AFTER_MS },
        settlement: () => ({ operationId, verdict: ABANDONED }),
      });
      // Not there any more: its caller came back, or another replica was faster.
      return outcome.kind === 'settled' ? 'completed' : 'fenced';
    } catch (error) {
      this.logger.error({ err: error, operation: key.operation }, 'an abandoned operation could not be ended');
      return 'failed';
    }
  }
}
