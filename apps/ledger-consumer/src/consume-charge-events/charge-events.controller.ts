import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { CHARGES_TOPIC } from '@once/contracts';
import type { ChunkOutcome, RecordChunk } from '@once/messaging';
import { ConsumeChunk } from './consume-chunk.ts';

@Controller()
export class ChargeEventsController {
  constructor(private readonly consumeChunk: ConsumeChunk) {}

  @EventPattern(CHARGES_TOPIC)
  handleChunk(@Payload() chunk: RecordChunk): Promise<ChunkOutcome> {
    return this.consumeChunk.consume(chunk);
  }
}
