import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { IdempotentOperations, type Sweeper } from '@once/idempotency';
import { Loop } from '@once/retry-policy';
import { PinoLogger } from 'nestjs-pino';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../charge-api.env.ts';
import { ExpireCharges } from '../expire-charge/expire-charges.ts';
import { AbandonOperations } from './abandon-operations.ts';
import { ChargeHandlers } from './charge-handlers.ts';
import { SweepMetrics } from './sweep.metrics.ts';

/** After a failed round, at most: an operation must not wait longer than this once the database is back. */
const BACKOFF_CAP_MS = 2_000;
/** Giving up and expiring are matters of hours and days. */
const SLOW_FACTOR = 30;

/**
 * Finishes what nobody is working on. Each replica sweeps; they share the work by the rows that they claim, and the
 * jitter keeps them from coming at the same time.
 */
@Injectable()
export class OperationSweeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sweepers: Sweeper[];
  private readonly loops: Loop[];

  constructor(
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    operations: IdempotentOperations,
    handlers: ChargeHandlers,
    abandonment: AbandonOperations,
    expiry: ExpireCharges,
    metrics: SweepMetrics,
    private readonly logger: PinoLogger,
  ) {
    const resumer = operations.sweeper('lease_over', {
      handlers: handlers.all(),
      maxConcurrent: env.RESUMER_MAX_CONCURRENT,
      onEnd: (outcome) => metrics.count('resumer', outcome),
    });
    const resolver = operations.sweeper('unknown', {
      handlers: handlers.all(),
      maxConcurrent: env.RESOLVER_MAX_CONCURRENT,
      onEnd: (outcome) => metrics.count('resolver', outcome),
    });
    this.sweepers = [resumer, resolver];
    this.loops = [
      this.loop('resumer', () => resumer.sweep()),
      this.loop('resolver', () => resolver.sweep()),
      this.loop('abandonment', () => abandonment.run(), SLOW_FACTOR),
      this.loop('expiry', () => expiry.run(), SLOW_FACTOR),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  /** Takes nothing up any more and lets what is under way end, while the pool is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await Promise.all(this.sweepers.map((sweeper) => sweeper.drain()));
  }

  private loop(name: string, round: () => Promise<number>, factor = 1): Loop {
    return new Loop({
      step: async () => {
        await round();
        // Half to one and a half intervals.
        return this.env.SWEEP_INTERVAL_MS * factor * (0.5 + Math.random());
      },
      onFailure: (error) => this.logger.error({ err: error, sweep: name }, 'a sweep failed; it goes on trying'),
      onRecovery: () => this.logger.info({ sweep: name }, 'sweeps work again'),
      backoffCapMs: BACKOFF_CAP_MS,
    });
  }
}
