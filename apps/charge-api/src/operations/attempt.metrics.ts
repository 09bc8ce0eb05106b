import { Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';

/** Attempts beyond this share one label value: labels are bounded whatever a client sends. */
const MAX_LABELLED_ATTEMPT = 10;

/** What clients say of themselves: a surge of attempt 3 is the first sign that answers get lost. */
@Injectable()
export class AttemptMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter({
      name: 'charge_attempts_total',
      help: 'Requests for an operation by the attempt number that the client states (Idempotency-Attempt).',
      labelNames: ['attempt'],
    });
  }

  count(header: string | string[] | undefined): void {
    this.counter.inc({ attempt: labelOf(header) });
  }
}

const labelOf = (header: string | string[] | undefined): string => {
  if (typeof header !== 'string' || !/^[1-9]\d{0,5}$/.test(header)) return 'unstated';
  return Number(header) > MAX_LABELLED_ATTEMPT ? `over_${MAX_LABELLED_ATTEMPT}` : header;
};
