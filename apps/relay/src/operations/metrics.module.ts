import { Global, Module } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { prometheusRelayMetrics } from './prometheus-relay-metrics.ts';
import { RELAY_METRICS } from './relay-metrics.ts';

@Global()
@Module({
  providers: [{ provide: RELAY_METRICS, inject: [Metrics], useFactory: prometheusRelayMetrics }],
  exports: [RELAY_METRICS],
})
export class MetricsModule {}
