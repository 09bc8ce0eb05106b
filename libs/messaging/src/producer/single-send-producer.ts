import { Partitioners, type Kafka, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import { rejectionOf, type SendOutcome } from './producer-outcome.ts';

/** A record with its partition said explicitly: kafkajs runs the partitioner again at each retry. */
export interface PartitionedMessage extends Message {
  partition: number;
}

export interface SingleSendProducerOptions {
  open: () => Producer;
  /** Upper bound of one send with all of kafkajs's own retries, milliseconds. */
  sendDeadlineMs?: number;
  connectDeadlineMs?: number;
  onDiscard?: (error: unknown) => void;
}

/** kafkajs's own bounds end a send after about 45 s at the very worst; most outages are told within 10 s. */
const SEND_DEADLINE_MS = 30_000;
const CONNECT_DEADLINE_MS = 15_000;
/** A broker that does not answer must not hold up the end of the process. */
const CLOSE_DEADLINE_MS = 5_000;

/** A producer with the only settings under which kafkajs neither loses nor reorders. */
export function openProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
}

/**
 * A kafkajs producer with one outstanding send, replaced after any rejected one.
 *
 * kafkajs rolls its sequence numbers back when a send fails. If the failed batch had been written after all, the next
 * batch of the same size takes its numbers, the broker takes it for a repeat and acknowledges what it never wrote. A new
 * producer has a new producer id, so it can't be mistaken for the old one. Correctness does not rest on idempotence:
 * an event is published only when its own send was acknowledged.
 */
export class SingleSendProducer {
  private readonly options: Required<SingleSendProducerOptions>;
  private producer: Producer | undefined;
  private isSending = false;

  constructor(options: SingleSendProducerOptions) {
    const defaults = {
      sendDeadlineMs: SEND_DEADLINE_MS,
      connectDeadlineMs: CONNECT_DEADLINE_MS,
      onDiscard: () => undefined,
    };
    this.options = { ...defaults, ...options };
  }

  /** Never rejects for what a broker or a network does. @throws Error when the last send has not ended: a bug. */
  async send(topic: string, messages: readonly PartitionedMessage[]): Promise<SendOutcome> {
    if (this.isSending) throw new Error('one outstanding send per producer: wait for the last one');
    this.isSending = true;
    try {
      const producer = await this.connect();
      return producer instanceof Error
        ? { kind: 'not_connected', error: producer }
        : await this.sendWith(producer, topic, messages);
    } finally {
      this.isSending = false;
    }
  }

  /** Disconnects; a later send connects anew. */
  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    if (producer) await withDeadline(producer.disconnect(), CLOSE_DEADLINE_MS).catch(this.options.onDiscard);
  }

  private async connect(): Promise<Producer | Error> {
    if (this.producer) return this.producer;
    const fresh = this.options.open();
    const connecting = fresh.connect();
    try {
      await withDeadline(connecting, this.options.connectDeadlineMs);
      this.producer = fresh;
      return fresh;
    } catch (error) {
      this.discard(fresh, connecting);
      return asError(error);
    }
  }

  private async sendWith(
    producer: Producer,
    topic: string,
    messages: readonly PartitionedMessage[],
  ): Promise<SendOutcome> {
    const sending = producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: [...messages] }] });
    try {
      return { kind: 'acked', baseOffsets: baseOffsetsOf(await withDeadline(sending, this.options.sendDeadlineMs)) };
    } catch (error) {
      this.producer = undefined;
      this.discard(producer, sending);
      return { kind: 'rejected', reason: rejectionOf(error), error: asError(error) };
    }
  }

  /**
   * Lets go of a producer without waiting for it. Its unfinished work may connect again after the first disconnect, so
   * a second one follows when that work has settled.
   */
  private discard(producer: Producer, unfinished: Promise<unknown>): void {
    const disconnect = (): Promise<void> => producer.disconnect().catch(this.options.onDiscard);
    void disconnect();
    void unfinished.then(disconnect, disconnect);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const baseOffsetsOf = (written: readonly RecordMetadata[]): ReadonlyMap<number, bigint> =>
  new Map(
    written.flatMap(({ partition, baseOffset }): [number, bigint][] =>
      // -1 is the broker's way to say that it acknowledges a repeat whose place it no longer knows.
      baseOffset === undefined || baseOffset === '-1' ? [] : [[partition, BigInt(baseOffset)]],
    ),
  );

const withDeadline = async <T>(work: Promise<T>, deadlineMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no outcome within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};
