import { Inject, Injectable } from '@nestjs/common';
import type { AbandonedKey, SweepOutcome } from '@once/idempotency';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';
import { ABANDONED } from '../operations/verdict.ts';
import { AbandonedKeys } from './abandoned-keys.ts';
import { SweepMetrics } from './sweep.metrics.ts';
import { UnattendedOperations } from './unattended-operations.ts';

/** Ends decided in one round; the rest waits for the next one. */
const MAX_PER_ROUND = 50;

/**
 * Fails operations that were accepted, never reached the provider, and that nobody came back for. The window is shorter
 * than the provider's key window, so that whatever comes later can't be the same request any more.
 */
@Injectable()
export class AbandonOperations {
  constructor(
    private readonly keys: AbandonedKeys,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly unattended: UnattendedOperations,
    private readonly metrics: SweepMetrics,
  ) {}

  async run(): Promise<number> {
    const keys = await this.keys.find({
      operations: this.unattended.kinds(),
      notSeenForMs: this.env.ABANDON_AFTER_MS,
      limit: MAX_PER_ROUND,
    });
    for (const key of keys) this.metrics.count('abandonment', await this.abandon(key));
    return keys.length;
  }

  private abandon(key: AbandonedKey): Promise<SweepOutcome> {
    return this.unattended.end(key.operation, async (operations, handlers) => {
      const operationId = await this.keys.toGiveUp(key);
      if (operationId === undefined) return 'unsettled';
      const outcome = await operations.decide(handlers.of(key.operation), {
        key,
        from: { state: 'RECEIVED', notSeenForMs: this.env.ABANDON_AFTER_MS },
        settlement: () => ({ operationId, verdict: ABANDONED }),
      });
      // Not there any more: its caller came back, or another replica was faster.
      return outcome.kind === 'settled' ? 'completed' : 'fenced';
    });
  }
}
