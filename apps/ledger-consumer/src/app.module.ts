import { Module, type DynamicModule } from '@nestjs/common';
import { KafkaBatchStrategy } from '@once/messaging';
import { OperationsModule, settingsCheck } from '@once/observability';
import type { Pool } from 'pg';
import { ConsumeChargeEventsModule } from './consume-charge-events/consume-charge-events.module.ts';
import { DATABASE_POOL, DatabaseModule } from './config/database.module.ts';
import type { LedgerConsumerEnv } from './config/ledger-consumer.env.ts';
import { ReportLedgerModule } from './report-ledger/report-ledger.module.ts';

@Module({})
export class AppModule {
  static register(env: LedgerConsumerEnv): DynamicModule {
    const consumption = ConsumeChargeEventsModule.register(env);
    return {
      module: AppModule,
      imports: [
        DatabaseModule.register(env),
        consumption,
        ReportLedgerModule,
        OperationsModule.registerAsync({
          imports: [consumption],
          inject: [KafkaBatchStrategy, DATABASE_POOL],
          // A database outage or a paused partition is waited out in here: taking the pod away would not mend it.
          useFactory: (consumer: KafkaBatchStrategy, pool: Pool) => [
            { name: 'consumer', check: () => Promise.resolve().then(() => consumer.assertAlive()) },
            settingsCheck(pool),
          ],
        }),
      ],
    };
  }
}
