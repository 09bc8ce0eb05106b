import { Injectable } from '@nestjs/common';
import { CONSUMER_METRICS, KafkaBatchStrategy, type TopicPartition } from '@once/messaging';
import { Metrics } from '@once/observability';
import { PAUSE_REASONS, pauseReasonOf } from './pause-reason.ts';
import { CONSUMPTION_METRICS } from './consumption.metric-specs.ts';

/** The state of the Kafka consumer of this process, read when scraped. */
@Injectable()
export class ConsumerMetrics {
  constructor(metrics: Metrics, strategy: KafkaBatchStrategy) {
    metrics.of(CONSUMPTION_METRICS).gauge('consumer_partitions_paused', (gauge) => {
      // Present at 0 as well: an alert on a series that is absent most of the time fires late or never.
      for (const reason of PAUSE_REASONS) gauge.set({ reason }, 0);
      for (const { reason } of strategy.pausedPartitions()) gauge.inc({ reason: pauseReasonOf(reason) });
    });
    const own = metrics.of(CONSUMER_METRICS);
    own.gauge('consumer_partitions_assigned', (gauge) => gauge.set(strategy.assignedPartitions()));
    own.gauge('consumer_lag_records', (gauge) => {
      gauge.reset();
      for (const { records, ...place } of strategy.lag()) gauge.set(labelsOf(place), records);
    });
    own.gauge('consumer_lag_seconds', (gauge) => {
      gauge.reset();
      for (const { oldestAtMs, ...place } of strategy.lag()) {
        const ageMs = oldestAtMs === undefined ? 0 : Date.now() - oldestAtMs;
        gauge.set(labelsOf(place), Math.max(0, ageMs) / 1_000);
      }
    });
  }
}

const labelsOf = ({ topic, partition }: TopicPartition) => ({ topic, partition: String(partition) });
