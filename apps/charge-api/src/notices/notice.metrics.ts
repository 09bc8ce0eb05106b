import { Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { NOTICE_METRICS } from './notice.metric-specs.ts';

/** What becomes of a notice that nobody refuses. */
export type NoticeResult = 'resolver_due' | 'resumer_due' | 'kept' | 'contradiction' | 'repeated' | 'unknown_key';
export type NoticeRefusal = 'not_signed' | 'stale' | 'malformed';

/** What the provider told this process unasked, and what came of it. */
@Injectable()
export class NoticeMetrics {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.of(NOTICE_METRICS).counter('provider_notices_total');
  }

  count(result: NoticeResult | NoticeRefusal): void {
    this.counter.inc({ result });
  }
}
