import { Module } from '@nestjs/common';
import { KafkaModule } from '../kafka/kafka.module.ts';
import { OwnershipModule } from '../ownership/ownership.module.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import { WakeModule } from '../wake/wake.module.ts';
import { Lanes } from './lanes.ts';
import { OwnedOutbox } from './owned-outbox.ts';
import { PublishLoop } from './publish.loop.ts';
import { Publisher } from './publisher.ts';
import { SendEvents } from './send-events.ts';

const lanes = ({ batchRows }: RelaySettings): Lanes =>
  new Lanes({ batchRows, nowMs: () => performance.now(), random: Math.random });

@Module({
  imports: [KafkaModule, OwnershipModule, WakeModule],
  providers: [
    OwnedOutbox,
    SendEvents,
    Publisher,
    PublishLoop,
    { provide: Lanes, inject: [RELAY_SETTINGS], useFactory: lanes },
  ],
  exports: [Lanes, PublishLoop],
})
export class PublishModule {}
