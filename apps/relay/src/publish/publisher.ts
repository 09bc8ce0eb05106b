import { failpoint } from '@once/failpoint';
import { fullJitterDelayMs } from '@once/retry-policy';
import type { SendOutcome } from '@once/messaging';
import { markPublished, readUnpublished, type Holding, type OwnedShards } from '@once/outbox';
import type { Pool } from 'pg';
import type { RelayLog } from '../operations/relay-log.ts';
import type { RelayMetrics } from '../operations/relay-metrics.ts';
import type { WokenShards } from '../wake/wake-signal.ts';
import type { EventSender } from './event-sender.ts';
import type { Lanes } from './lanes.ts';
import type { PollPace } from './poll-pace.ts';
import { sendInSpan } from './send-in-span.ts';
import { batchesOf, type ShardBatch } from './shard-batch.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

export interface PublisherOptions {
  pool: Pool;
  member: string;
  topic: string;
  owned: OwnedShards;
  sender: EventSender;
  lanes: Lanes;
  pace: PollPace;
  metrics: RelayMetrics;
  log: RelayLog;
}

const CONNECT_BACKOFF = { baseMs: 100, capMs: 2_000, random: Math.random };

/**
 * Publishes the unpublished events of the shards that this relay owns: read, send, wait for the acknowledgement, mark.
 *
 * Promise: the first occurrences of a charge's events reach Kafka in version order, whatever fails. Let a batch be what
 * one read gave for one shard, cut to a head. Three facts carry the promise:
 * - of each charge, a batch holds versions a…b without a gap, in order, and everything before a is already in the log:
 *   only acknowledged events are marked, and the read starts at the first that is not (see read-unpublished.sql.ts of libs/outbox);
 * - a batch is one Kafka record batch, which the partition's leader appends whole or not at all;
 * - no batch is ever sent in parts or with something left out.
 * So whenever a batch lands, the log holds versions 1…k of the charge with k ≥ a-1; then it adds nothing new (k ≥ b) or
 * exactly k+1…b in order. That needs no assumption about who sends it, nor when: it holds for the late send of a relay
 * that was stopped, lost its shard and came back (SIGCONT), for a request that lingered in a socket after its producer
 * was dropped, and for two relays sending one shard at once. The lease and the epoch keep such repeats rare and keep
 * the marks honest; the order does not rest on them.
 */
export class Publisher {
  private connectFailures = 0;

  constructor(private readonly options: PublisherOptions) {}

  /** One round over all owned shards; returns when the next is due. Rejects when the database fails. */
  async round(): Promise<number> {
    const { owned, lanes, pace } = this.options;
    const holdings = new Map(owned.sendable().map((holding) => [holding.shard, holding]));
    const shards = [...holdings.keys()];
    let hasWorked = false;
    for (const send of lanes.sendsOf(shards)) {
      const step = await this.publish(send.flatMap((shard) => holdings.get(shard) ?? []));
      if (step === 'not_connected') return fullJitterDelayMs({ ...CONNECT_BACKOFF, retry: this.connectFailures });
      hasWorked ||= step === 'worked';
    }
    return hasWorked ? pace.busy() : Math.min(pace.idle(), lanes.nextReleaseMs(shards));
  }

  /** Something new was announced. True when it is for shards of this relay; the next rounds then look often again. */
  expectWork(shards: WokenShards): boolean {
    const isOurs = shards === 'all' || shards.some((shard) => this.options.owned.has(shard));
    if (isOurs) this.options.pace.busy();
    return isOurs;
  }

  private async publish(holdings: Holding[]): Promise<'worked' | 'nothing' | 'not_connected'> {
    const { pool, owned, lanes } = this.options;
    const demand = holdings.map(({ shard }) => ({ shard, maxRows: lanes.rowsFor(shard) }));
    const read = batchesOf(holdings, await readUnpublished(pool, demand));
    // The read may have taken long: what has too little of its lease left by now is not sent.
    const sending = owned.beginSending(read.map(({ holding }) => holding));
    const batches = read.filter(({ holding }) => sending.includes(holding));
    if (batches.length === 0) return 'nothing';
    failpoint('relay.read-before-send');
    try {
      return await this.sendAndMark(batches);
    } finally {
      owned.endSending(sending);
    }
  }

  private async sendAndMark(batches: ShardBatch[]): Promise<'worked' | 'not_connected'> {
    const { topic, sender, metrics } = this.options;
    const rows = batches.flatMap((batch) => batch.rows);
    // If we crash here: the events may be in the log and are unmarked. Recovery: the shard's next owner publishes them
    // again. Duplicate effect prevented by: the ledger's inbox and UNIQUE (source_event_id) on its entries.
    const startedAt = performance.now();
    const outcome = await sendInSpan(topic, rows, () => sender.send(topic, rows.map(toKafkaMessage)));
    metrics.sent(rows.length, (performance.now() - startedAt) / 1_000);
    if (outcome.kind === 'not_connected') return this.waitForBroker(outcome.error);
    this.connectFailures = 0;
    if (outcome.kind === 'acked') await this.mark(batches, outcome.baseOffsets);
    else this.holdBack(batches, outcome);
    return 'worked';
  }

  private waitForBroker(error: Error): 'not_connected' {
    this.connectFailures += 1;
    this.options.metrics.sendFailed('not_connected');
    if (this.connectFailures === 1) this.options.log.warn({ err: error }, 'the broker does not answer, events wait');
    return 'not_connected';
  }

  private async mark(batches: ShardBatch[], baseOffsets: ReadonlyMap<number, bigint>): Promise<void> {
    const { pool, member, lanes, metrics } = this.options;
    const acked = batches.map((batch) => ({ ...batch, baseOffset: baseOffsets.get(batch.holding.shard) }));
    for (const { holding } of batches) lanes.succeeded(holding.shard);
    // If we crash here: the events are in the log and unmarked. Recovery: the shard's next owner publishes them again.
    // Duplicate effect prevented by: the ledger's inbox and UNIQUE (source_event_id) on its entries. The same holds when
    // the reply to this statement is lost; no transaction was open while the broker was asked.
    failpoint('relay.acknowledged-before-mark');
    const marked = await markPublished(pool, member, acked);
    failpoint('relay.marked-before-next-read');
    for (const { holding, rows } of batches) {
      const count = marked.get(holding.shard) ?? 0;
      metrics.eventsPublished(count);
      if (count !== rows.length) this.loseShard(holding, { sent: rows.length, marked: count });
    }
  }

  /** The fence has closed: another relay owns the shard, or may claim it any moment. It will repeat these events. */
  private loseShard(holding: Holding, counts: { sent: number; marked: number }): void {
    if (this.options.owned.remove(holding)) this.options.metrics.shardLost();
    this.options.log.warn({ ...holding, ...counts }, 'the shard was lost before its events were marked');
  }

  private holdBack(batches: ShardBatch[], outcome: Extract<SendOutcome, { kind: 'rejected' }>): void {
    const { lanes, metrics, log } = this.options;
    const { reason, error } = outcome;
    metrics.sendFailed(reason);
    const [only, ...others] = batches;
    if (!only || others.length > 0) {
      const shards = batches.map(({ holding }) => holding.shard);
      lanes.failedTogether(shards);
      log.warn({ err: error, reason, shards }, 'a send was rejected, its shards are tried one by one');
      return;
    }
    const { holding, rows } = only;
    lanes.failedAlone(holding.shard, { rows: rows.length, reason });
    const fields = { err: error, reason, shard: holding.shard, eventId: rows[0]?.eventId, rows: rows.length };
    // One row that is refused by itself needs a person; several are split further first.
    if (rows.length === 1) log.error(fields, 'the broker does not take this event, its shard waits behind it');
    else log.warn(fields, 'the broker took none of these events, they wait in order');
  }
}
