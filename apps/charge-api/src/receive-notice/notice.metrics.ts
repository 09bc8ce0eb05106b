import { Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';

/** What becomes of a notice that nobody refuses. */
export type NoticeResult = 'resolver_due' | 'resumer_due' | 'kept' | 'contradiction' | 'repeated' | 'unknown_key';
export type NoticeRefusal = 'not_signed' | 'stale' | 'malformed';

const RESULTS = [
  ...([
    'resolver_due',
    'resumer_due',
    'kept',
    'contradiction',
    'repeated',
    'unknown_key',
  ] as const satisfies NoticeResult[]),
  ...(['not_signed', 'stale', 'malformed'] as const satisfies NoticeRefusal[]),
];

/** What the provider told this process unasked, and what came of it. */
@Injectable()
export class NoticeMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter({
      name: 'provider_notices_total',
      help: 'Notices of the provider by result (resolver_due, resumer_due, kept, contradiction, repeated, unknown_key; refused: not_signed, stale, malformed).',
      labelNames: ['result'],
    });
    // There from the start, so that the first occurrence is a step from 0 and not a new series.
    for (const result of RESULTS) this.counter.inc({ result }, 0);
  }

  count(result: NoticeResult | NoticeRefusal): void {
    this.counter.inc({ result });
  }
}
