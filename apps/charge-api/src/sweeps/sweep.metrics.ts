import { Injectable } from '@nestjs/common';
import type { SweepOutcome } from '@once/idempotency';
import { Metrics, type LabelsOf } from '@once/observability';
import { SWEEP_METRICS } from './sweep.metric-specs.ts';

export type SweepName = LabelsOf<(typeof SWEEP_METRICS)['operations_taken_up_total']>['sweep'];

/** What this process took up without a caller. */
@Injectable()
export class SweepMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.of(SWEEP_METRICS).counter('operations_taken_up_total');
  }

  count(sweep: SweepName, outcome: SweepOutcome): void {
    this.counter.inc({ sweep, outcome });
  }
}
