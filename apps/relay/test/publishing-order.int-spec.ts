import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runInTx } from '@once/database';
import type { SendOutcome } from '@once/messaging';
import { appendInTx } from '@once/outbox';
import type { EventSender } from '../src/publish/event-sender.ts';
import { PublishingFixture, type StoredEvent } from './publishing-fixture.ts';
import { readTopic } from './read-topic.ts';
import { appendEvents, newCharge, nextEvent } from '../../../libs/outbox/test/synthetic-charges.ts';

describe('order of publishing', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.open();
  });
  beforeEach(async () => {
    await fixture.nextTopic();
  });
  afterEach(async () => {
    await fixture.stopRelays();
  });
  afterAll(async () => {
    await fixture.database.drop();
  });

  it('publishes an early id that commits late', async () => {
    fixture.startRelay();
    const [early, late] = [newCharge(2), newCharge(2)];
    const [drawn, commit] = [Promise.withResolvers(), Promise.withResolvers()];
    const slow = runInTx(fixture.service, async (tx) => {
      await appendInTx(tx, [nextEvent(early)]);
      drawn.resolve(true);
      await commit.promise;
    });
    await drawn.promise;
    await fixture.append(nextEvent(late));
    await fixture.drained();
    commit.resolve(true);
    await slow;
    await fixture.drained();
    const [[first], [second]] = [await fixture.rowsOf(early), await fixture.rowsOf(late)];
    expect(Number(first?.id)).toBeLessThan(Number(second?.id));
    expect(first?.published_at?.getTime()).toBeGreaterThan(second?.published_at?.getTime() ?? Infinity);
  });

  it('keeps version order when single sends are refused, unanswered, or answered as lost although written', async () => {
    let sends = 0;
    const rejected = (reason: 'refused' | 'too_large' | 'unanswered'): SendOutcome => ({
      ...{ kind: 'rejected', reason, error: new Error(reason) },
    });
    const flaky = (kafka: EventSender): EventSender => ({
      send: async (name, messages) => {
        sends += 1;
        if (sends % 11 === 2) return rejected('refused');
        if (sends % 11 === 4) return rejected('too_large');
        if (sends % 11 === 5) return { kind: 'not_connected', error: new Error('no broker') };
        const outcome = await kafka.send(name, messages);
        return sends % 11 === 7 ? rejected('unanswered') : outcome;
      },
    });
    const charges = Array.from({ length: 30 }, () => newCharge());
    await appendEvents(fixture.service, charges, 1_500);
    const relay = fixture.startRelay({ batchRows: 60, wrapSender: flaky });
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected(charges);
    expect(seen).toEqual(expected);
    expect(new Set(relay.metrics.failures)).toEqual(new Set(['refused', 'too_large', 'unanswered', 'not_connected']));
  });

  it('keeps version order when three relays take shards from each other at random', async () => {
    const charges = Array.from({ length: 30 }, () => newCharge());
    const relays = [1, 2, 3].map(() => fixture.startRelay({ batchRows: 20, leaseMs: 900 }));
    for (let round = 0; round < 12; round++) {
      await appendEvents(fixture.service, charges, 300);
      // The owners learn of it at their next renewal or mark; until then they go on sending beside the next owners.
      await fixture.database.ownerPool.query(
        `UPDATE relay_shards SET owner = 'a thief', epoch = epoch + 1, lease_until = now() - interval '1 s'
         WHERE owner IS NOT NULL AND shard % 3 = $1`,
        [round % 3],
      );
    }
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected(charges);
    expect(seen).toEqual(expected);
    expect(relays.reduce((sum, { metrics }) => sum + metrics.lost, 0)).toBeGreaterThan(12);
    expect(relays.reduce((sum, { metrics }) => sum + metrics.takenOver, 0)).toBeGreaterThan(12);
  });

  it('takes a late send of a stopped owner for a repeat and lets it mark nothing', async () => {
    const [read, wakeUp] = [Promise.withResolvers(), Promise.withResolvers()];
    const sleepy = (kafka: EventSender): EventSender => ({
      send: async (name, messages) => {
        read.resolve(true);
        await wakeUp.promise;
        return kafka.send(name, messages);
      },
    });
    const sleeper = fixture.createRelay({ leaseMs: 900, wrapSender: sleepy });
    const charge = newCharge(4);
    await fixture.append(nextEvent(charge), nextEvent(charge));
    // Driven by hand, so that nothing renews its leases while it "sleeps".
    await sleeper.keeper.tick();
    const sleeping = sleeper.publisher.round();
    let before: StoredEvent[];
    try {
      await read.promise;
      fixture.startRelay({ leaseMs: 900 });
      await fixture.drained();
      await fixture.append(nextEvent(charge));
      await fixture.drained();
      before = await fixture.rowsOf(charge);
    } finally {
      wakeUp.resolve(true);
      await sleeping;
    }
    expect(await fixture.rowsOf(charge)).toEqual(before);
    expect(sleeper.metrics).toMatchObject({ published: 0, lost: 1 });
    // One more record on the partition, so that everything before it has been read.
    await fixture.append(nextEvent(newCharge(4)));
    const records = (await readTopic(fixture.topic, 4)).filter(({ key }) => key === charge.id);
    expect(records.map(({ value }) => (JSON.parse(value) as { version: number }).version)).toEqual([1, 2, 3, 1, 2]);
  });
});
