import { Global, Module } from '@nestjs/common';
import { RelayMetrics } from './relay-metrics.ts';

@Global()
@Module({ providers: [RelayMetrics], exports: [RelayMetrics] })
export class MetricsModule {}
