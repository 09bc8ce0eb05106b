import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Loop } from '@once/retry-policy';
import { PinoLogger } from 'nestjs-pino';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';

/** After a failed round, at most: an operation must not wait longer than this once the database is back. */
const BACKOFF_CAP_MS = 2_000;

/** The rounds of all sweeps, from the start of the service to its stop; the jitter keeps replicas apart. */
@Injectable()
export class SweepLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: Loop[] = [];

  constructor(
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly logger: PinoLogger,
  ) {}

  /** A round each interval, or each `factor` intervals. */
  add(name: string, round: () => Promise<unknown>, factor = 1): void {
    this.loops.push(
      new Loop({
        step: async () => {
          await round();
          // Half to one and a half intervals.
          return this.env.SWEEP_INTERVAL_MS * factor * (0.5 + Math.random());
        },
        onFailure: (error) => this.logger.error({ err: error, sweep: name }, 'a sweep failed; it goes on trying'),
        onRecovery: () => this.logger.info({ sweep: name }, 'sweeps work again'),
        backoffCapMs: BACKOFF_CAP_MS,
      }),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Resolves when no round is running. May be called again. */
  async stop(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
