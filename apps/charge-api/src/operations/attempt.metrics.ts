import { Injectable } from '@nestjs/common';
import { Metrics, type LabelsOf } from '@once/observability';
import { ATTEMPT_METRICS } from './attempt.metric-specs.ts';

/** What clients say of themselves: a surge of attempt 3 is the first sign that answers get lost. */
@Injectable()
export class AttemptMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.of(ATTEMPT_METRICS).counter('charge_attempts_total');
  }

  count(header: string | string[] | undefined): void {
    this.counter.inc({ attempt: labelOf(header) });
  }
}

type AttemptLabel = LabelsOf<(typeof ATTEMPT_METRICS)['charge_attempts_total']>['attempt'];

const LABELS: ReadonlyMap<string, AttemptLabel> = new Map(
  ATTEMPT_METRICS.charge_attempts_total.labels.attempt.map((label) => [label, label]),
);

/** Attempts beyond those that have a label share one: labels are bounded whatever a client sends. */
const labelOf = (header: string | string[] | undefined): AttemptLabel => {
  if (typeof header !== 'string' || !/^[1-9]\d{0,5}$/.test(header)) return 'unstated';
  return LABELS.get(header) ?? 'over_10';
};
