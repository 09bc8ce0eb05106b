import { Module } from '@nestjs/common';
import { WakeListener } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import { RELAY_SETTINGS, type RelaySettings } from '../relay-settings.ts';
import { WakeSignal } from './wake-signal.ts';

@Module({
  providers: [
    WakeSignal,
    {
      provide: WakeListener,
      inject: [RELAY_SETTINGS, WakeSignal, PinoLogger],
      useFactory: ({ databaseUrl }: RelaySettings, signal: WakeSignal, log: PinoLogger) =>
        new WakeListener({ databaseUrl, onWake: (shards) => signal.wake(shards), log }),
    },
  ],
  exports: [WakeListener, WakeSignal],
})
export class WakeModule {}
