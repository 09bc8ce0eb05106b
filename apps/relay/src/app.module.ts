import { Module, type DynamicModule } from '@nestjs/common';
import { TopicProbe } from '@once/messaging';
import { OperationsModule } from '@once/observability';
import { DATABASE_POOL } from './database/database-pool.ts';
import { DatabaseModule } from './database/database.module.ts';
import { KafkaModule } from './kafka/kafka.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { OutboxMetricsModule } from './operations/outbox-metrics.module.ts';
import { readinessChecks } from './operations/readiness-checks.ts';
import { OwnershipModule } from './ownership/ownership.module.ts';
import { PublishModule } from './publish/publish.module.ts';
import { RunnerModule } from './run/runner.module.ts';
import type { RelayEnv } from './settings/relay.env.ts';
import { SettingsModule } from './settings/settings.module.ts';
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
