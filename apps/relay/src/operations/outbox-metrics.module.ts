import { Module } from '@nestjs/common';
import { OwnershipModule } from '../ownership/ownership.module.ts';
import { PublishModule } from '../publish/publish.module.ts';
import { OutboxMetrics } from './outbox-metrics.ts';

@Module({ imports: [OwnershipModule, PublishModule], providers: [OutboxMetrics] })
export class OutboxMetricsModule {}
