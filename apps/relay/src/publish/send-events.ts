import { Inject, Injectable } from '@nestjs/common';
import { SingleSendProducer, type SendOutcome } from '@once/messaging';
import type { OutboxRow } from '@once/outbox';
import { RelayMetrics, type RelayCounters } from '../metrics/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import type { EventSender } from './event-sender.ts';
import { sendInSpan } from './send-in-span.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

/** Sends events to the topic, in a span and measured. */
@Injectable()
export class SendEvents {
  private readonly topic: string;

  constructor(
    @Inject(RELAY_SETTINGS) { topic }: Pick<RelaySettings, 'topic'>,
    @Inject(SingleSendProducer) private readonly sender: EventSender,
    @Inject(RelayMetrics) private readonly metrics: RelayCounters,
  ) {
    this.topic = topic;
  }

  async send(rows: readonly OutboxRow[]): Promise<SendOutcome> {
    const startedAt = performance.now();
    const send = () => this.sender.send(this.topic, rows.map(toKafkaMessage));
    const outcome = await sendInSpan(this.topic, rows, send);
    this.metrics.sent(rows.length, (performance.now() - startedAt) / 1_000);
    if (outcome.kind === 'not_connected') this.metrics.sendFailed('not_connected');
    if (outcome.kind === 'rejected') this.metrics.sendFailed(outcome.reason);
    return outcome;
  }
}
