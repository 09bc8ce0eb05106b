import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { DueWork, Sweeper, SweepOutcome } from '@once/idempotency';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';
import { SweepLoops } from './sweep-loops.ts';
import { SweepMetrics, type SweepName } from './sweep.metrics.ts';
import { UnattendedOperations } from './unattended-operations.ts';

/** Finishes what nobody is working on. Each replica sweeps; they share the work by the rows that they claim. */
@Injectable()
export class OperationSweeps implements BeforeApplicationShutdown {
  private readonly sweepers: Sweeper[] = [];

  constructor(
    @Inject(CHARGE_API_ENV) env: ChargeApiEnv,
    private readonly operations: UnattendedOperations,
    private readonly metrics: SweepMetrics,
    private readonly loops: SweepLoops,
  ) {
    this.add('resumer', 'lease_over', env.RESUMER_MAX_CONCURRENT);
    this.add('resolver', 'unknown', env.RESOLVER_MAX_CONCURRENT);
  }

  /** Takes nothing up any more and lets what is under way end, while the pool is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
    await Promise.all(this.sweepers.map((sweeper) => sweeper.drain()));
  }

  private add(name: SweepName, due: DueWork, maxConcurrent: number): void {
    const onEnd = (outcome: SweepOutcome) => this.metrics.count(name, outcome);
    const sweeper = this.operations.sweeper(due, { maxConcurrent, onEnd });
    this.sweepers.push(sweeper);
    this.loops.add(name, () => sweeper.sweep());
  }
}
