import { Module } from '@nestjs/common';
import { OwnershipModule } from '../ownership/ownership.module.ts';
import { PublishModule } from '../publish/publish.module.ts';
import { UpkeepModule } from '../upkeep/upkeep.module.ts';
import { WakeModule } from '../wake/wake.module.ts';
import { RelayRunner } from './relay-runner.ts';

@Module({ imports: [OwnershipModule, PublishModule, UpkeepModule, WakeModule], providers: [RelayRunner] })
export class RunnerModule {}
