import type { PartitionedMessage, SendOutcome } from '@once/messaging';

/** Where events go. At most one send is outstanding; what became of it is an outcome, never an exception. */
export interface EventSender {
  send(topic: string, messages: readonly PartitionedMessage[]): Promise<SendOutcome>;
}
