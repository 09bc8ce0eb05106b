import { Injectable } from '@nestjs/common';
import type { SweepOutcome } from '@once/idempotency';
import { Metrics } from '@once/observability';

export const SWEEPS = ['resumer', 'resolver', 'abandonment'] as const;
export type SweepName = (typeof SWEEPS)[number];

const OUTCOMES = ['completed', 'unsettled', 'fenced', 'failed'] as const satisfies readonly SweepOutcome[];

/** What this process took up without a caller. */
@Injectable()
export class SweepMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter({
      name: 'operations_taken_up_total',
      help: 'Operations taken up without a caller, by the sweep that did (resumer, resolver, abandonment) and outcome.',
      labelNames: ['sweep', 'outcome'],
    });
    // There from the start, so that the first occurrence is a step from 0 and not a new series.
    for (const sweep of SWEEPS) for (const outcome of OUTCOMES) this.counter.inc({ sweep, outcome }, 0);
  }

  count(sweep: SweepName, outcome: SweepOutcome): void {
    this.counter.inc({ sweep, outcome });
  }
}
