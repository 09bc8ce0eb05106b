import { BaseRpcContext } from '@nestjs/microservices';

/** What a handler may ask about the batch that its chunk came from, by `@Ctx()`. */
export class KafkaBatchContext extends BaseRpcContext<[topic: string, partition: number, highWatermark: string]> {
  getTopic(): string {
    return this.args[0];
  }

  getPartition(): number {
    return this.args[1];
  }

  /** Offset after the last record of the partition that a reader may see, when the batch was fetched. */
  getHighWatermark(): string {
    return this.args[2];
  }
}
