import { Module } from '@nestjs/common';
import { WakeListener } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import { ListenerLoop } from './listener.loop.ts';
import { WakeSignal } from './wake-signal.ts';

const wakeListener = ({ databaseUrl }: RelaySettings, signal: WakeSignal, log: PinoLogger): WakeListener =>
  new WakeListener({ databaseUrl, onWake: (shards) => signal.wake(shards), log });

@Module({
  providers: [
    WakeSignal,
    ListenerLoop,
    { provide: WakeListener, inject: [RELAY_SETTINGS, WakeSignal, PinoLogger], useFactory: wakeListener },
  ],
  exports: [ListenerLoop, WakeSignal],
})
export class WakeModule {}
