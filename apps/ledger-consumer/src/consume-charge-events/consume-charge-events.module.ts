import { Module, type DynamicModule } from '@nestjs/common';
import { KafkaBatchStrategy } from '@once/messaging';
import { PinoLogger } from 'nestjs-pino';
import type { LedgerConsumerEnv } from '../config/ledger-consumer.env.ts';
import { ChargeEventsController } from './charge-events.controller.ts';
import { chargeEventsStrategy } from './charge-events.strategy.ts';
import { ConsumeChunk, MAX_RECORD_ATTEMPTS } from './consume-chunk.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { ConsumptionMetrics } from './consumption-metrics.ts';

@Module({})
export class ConsumeChargeEventsModule {
  static register(env: LedgerConsumerEnv): DynamicModule {
    return {
      module: ConsumeChargeEventsModule,
      controllers: [ChargeEventsController],
      providers: [
        ConsumeChunk,
        ConsumptionMetrics,
        ConsumerMetrics,
        { provide: MAX_RECORD_ATTEMPTS, useValue: env.LEDGER_RECORD_ATTEMPTS },
        {
          provide: KafkaBatchStrategy,
          inject: [PinoLogger],
          useFactory: (logger: PinoLogger) => chargeEventsStrategy(env, logger),
        },
      ],
      exports: [KafkaBatchStrategy],
    };
  }
}
