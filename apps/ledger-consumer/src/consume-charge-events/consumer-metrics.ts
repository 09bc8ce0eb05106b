import { Injectable } from '@nestjs/common';
import { KafkaBatchStrategy } from '@once/messaging';
import { Metrics } from '@once/observability';
import { PAUSE_REASONS } from './pause-reason.ts';

/** The state of the Kafka consumer of this process, read when scraped. */
@Injectable()
export class ConsumerMetrics {
  constructor(metrics: Metrics, strategy: KafkaBatchStrategy) {
    metrics.gauge({
      name: 'consumer_partitions_paused',
      help: 'Partitions of this process that rest after a failure, by reason.',
      labelNames: ['reason'],
      collect: (gauge) => {
        gauge.reset();
        // Present at 0 as well: an alert on a series that is absent most of the time fires late or never.
        for (const reason of PAUSE_REASONS) gauge.set({ reason }, 0);
        for (const { reason } of strategy.pausedPartitions()) gauge.inc({ reason });
      },
    });
    metrics.gauge({
      name: 'consumer_lag_records',
      help: 'Records behind the end of each partition assigned to this process, as of its last fetch.',
      labelNames: ['topic', 'partition'],
      collect: (gauge) => {
        gauge.reset();
        for (const { topic, partition, records } of strategy.lag()) {
          gauge.set({ topic, partition: String(partition) }, records);
        }
      },
    });
  }
}
