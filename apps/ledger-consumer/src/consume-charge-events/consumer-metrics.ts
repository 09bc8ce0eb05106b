import { Injectable } from '@nestjs/common';
import { KafkaBatchStrategy, type TopicPartition } from '@once/messaging';
import { Metrics } from '@once/observability';
import { PAUSE_REASONS, pauseReasonOf } from './pause-reason.ts';

/** The state of the Kafka consumer of this process, read when scraped. */
@Injectable()
export class ConsumerMetrics {
  constructor(metrics: Metrics, strategy: KafkaBatchStrategy) {
    metrics.gauge('consumer_partitions_paused', (gauge) => {
      // Present at 0 as well: an alert on a series that is absent most of the time fires late or never.
      for (const reason of PAUSE_REASONS) gauge.set({ reason }, 0);
      for (const { reason } of strategy.pausedPartitions()) gauge.inc({ reason: pauseReasonOf(reason) });
    });
    metrics.gauge('consumer_partitions_assigned', (gauge) => gauge.set(strategy.assignedPartitions()));
    metrics.gauge('consumer_lag_records', (gauge) => {
      gauge.reset();
      for (const { records, ...place } of strategy.lag()) gauge.set(labelsOf(place), records);
    });
    metrics.gauge('consumer_lag_seconds', (gauge) => {
      gauge.reset();
      for (const { oldestAtMs, ...place } of strategy.lag()) {
        const ageMs = oldestAtMs === undefined ? 0 : Date.now() - oldestAtMs;
        gauge.set(labelsOf(place), Math.max(0, ageMs) / 1_000);
      }
    });
  }
}

const labelsOf = ({ topic, partition }: TopicPartition) => ({ topic, partition: String(partition) });
