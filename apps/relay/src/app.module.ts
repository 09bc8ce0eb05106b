import { Module, type DynamicModule } from '@nestjs/common';
import { TopicProbe } from '@once/messaging';
import { OperationsModule } from '@once/observability';
import { DATABASE_POOL } from './database/database-pool.ts';
import { DatabaseModule } from './database/database.module.ts';
import { KafkaModule } from './kafka/kafka.module.ts';
import { MetricsModule } from './operations/metrics.module.ts';
import { OutboxMetricsModule } from './operations/outbox-metrics.module.ts';
import { readinessChecks } from './operations/readiness-checks.ts';
import { OwnershipModule } from './ownership/ownership.module.ts';
import { PublishModule } from './publish/publish.module.ts';
import type { RelayEnv } from './relay.env.ts';
import { RunnerModule } from './runner.module.ts';
import { SettingsModule } from './settings.module.ts';
import { UpkeepModule } from './upkeep/upkeep.module.ts';
import { WakeModule } from './wake/wake.module.ts';

/** Moves events from the outbox to Kafka, in order per charge, at least once. */
@Module({})
export class AppModule {
  static register(env: RelayEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.register(env),
        DatabaseModule.register(env),
        MetricsModule,
        KafkaModule,
        WakeModule,
        OwnershipModule,
        PublishModule,
        UpkeepModule,
        RunnerModule,
        OutboxMetricsModule,
        OperationsModule.registerAsync({
          imports: [KafkaModule],
          inject: [DATABASE_POOL, TopicProbe],
          useFactory: readinessChecks,
        }),
      ],
    };
  }
}
