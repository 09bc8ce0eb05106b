import { Injectable, Logger } from '@nestjs/common';
import { failpoint } from '@once/failpoint';
import type { SendOutcome } from '@once/messaging';
import { OwnedShards, type Holding } from '@once/outbox';
import { fullJitterDelayMs } from '@once/retry-policy';
import type { WokenShards } from '../wake/wake-signal.ts';
import { Lanes } from './lanes.ts';
import { OwnedOutbox } from './owned-outbox.ts';
import { PollPace } from './poll-pace.ts';
import { SendEvents } from './send-events.ts';
import type { ShardBatch } from './shard-batch.ts';

const CONNECT_BACKOFF = { baseMs: 100, capMs: 2_000, random: Math.random };

/**
 * Publishes the unpublished events of the shards that this relay owns: read, send, wait for the acknowledgement, mark.
 *
 * Promise: the first occurrences of a charge's events reach Kafka in version order, whatever fails. Let a batch be what
 * one read gave for one shard, cut to a head. Three facts carry the promise:
 * - of each charge, a batch holds versions a…b without a gap, in order, and everything before a is already in the log:
 *   only acknowledged events are marked, and the read starts at the first that is not (see readUnpublished);
 * - a batch is one Kafka record batch, which the partition's leader appends whole or not at all;
 * - no batch is ever sent in parts or with something left out.
 * So whenever a batch lands, the log holds versions 1…k of the charge with k ≥ a-1; then it adds nothing new (k ≥ b) or
 * exactly k+1…b in order. That needs no assumption about who sends it, nor when: it holds for the late send of a relay
 * that was stopped, lost its shard and came back (SIGCONT), for a request that lingered in a socket after its producer
 * was dropped, and for two relays sending one shard at once. The lease and the epoch keep such repeats rare and keep
 * the marks honest; the order does not rest on them.
 */
@Injectable()
export class Publisher {
  private readonly logger = new Logger(Publisher.name);
  private readonly pace = new PollPace(Math.random);
  private connectFailures = 0;

  constructor(
    private readonly owned: OwnedShards,
    private readonly lanes: Lanes,
    private readonly outbox: OwnedOutbox,
    private readonly sending: SendEvents,
  ) {}

  /** One round over all owned shards; returns when the next is due. Rejects when the database fails. */
  async round(): Promise<number> {
    const { owned, lanes, pace } = this;
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
    const isOurs = shards === 'all' || shards.some((shard) => this.owned.has(shard));
    if (isOurs) this.pace.busy();
    return isOurs;
  }

  private async publish(holdings: Holding[]): Promise<'worked' | 'nothing' | 'not_connected'> {
    const { owned, lanes, outbox } = this;
    const read = await outbox.read(holdings, (shard) => lanes.rowsFor(shard));
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
    // If we crash here: the events may be in the log and are unmarked. Recovery: the shard's next owner publishes them
    // again. Duplicate effect prevented by: the ledger's inbox and UNIQUE (source_event_id) on its entries.
    const outcome = await this.sending.send(batches.flatMap(({ rows }) => rows));
    if (outcome.kind === 'not_connected') return this.waitForBroker(outcome.error);
    this.connectFailures = 0;
    if (outcome.kind === 'acked') await this.mark(batches, outcome.baseOffsets);
    else this.holdBack(batches, outcome);
    return 'worked';
  }

  private waitForBroker(error: Error): 'not_connected' {
    this.connectFailures += 1;
    if (this.connectFailures === 1) this.logger.warn({ err: error }, 'the broker does not answer, events wait');
    return 'not_connected';
  }

  private async mark(batches: ShardBatch[], baseOffsets: ReadonlyMap<number, bigint>): Promise<void> {
    for (const { holding } of batches) this.lanes.succeeded(holding.shard);
    await this.outbox.mark(batches, baseOffsets);
  }

  private holdBack(batches: ShardBatch[], outcome: Extract<SendOutcome, { kind: 'rejected' }>): void {
    const { lanes, logger } = this;
    const { reason, error } = outcome;
    const [only, ...others] = batches;
    if (!only || others.length > 0) {
      const shards = batches.map(({ holding }) => holding.shard);
      lanes.failedTogether(shards);
      logger.warn({ err: error, reason, shards }, 'a send was rejected, its shards are tried one by one');
      return;
    }
    const { holding, rows } = only;
    lanes.failedAlone(holding.shard, { rows: rows.length, reason });
    const fields = { err: error, reason, shard: holding.shard, eventId: rows[0]?.eventId, rows: rows.length };
    // One row that is refused by itself needs a person; several are split further first.
    if (rows.length === 1) logger.error(fields, 'the broker does not take this event, its shard waits behind it');
    else logger.warn(fields, 'the broker took none of these events, they wait in order');
  }
}
