import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cutConnections, eventually } from '@once/testing';
import type { EventSender } from '../src/publish/event-sender.ts';
import { PublishingFixture } from './publishing-fixture.ts';
import { readTopic } from './read-topic.ts';
import { setTopicConfig } from './set-topic-config.ts';
import { appendEvents, newCharge, nextEvent } from '../../../libs/outbox/test/synthetic-charges.ts';

describe('a relay', () => {
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

  it('publishes a stored event byte for byte, on its shard, and notes where', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const charge = newCharge();
    const events = [{ ...nextEvent(charge), traceparent }, nextEvent(charge)];
    await fixture.append(...events);
    fixture.startRelay();
    const records = await readTopic(fixture.topic, 2);
    const rows = await fixture.rowsOf(charge);
    expect(records.map(({ value }) => value)).toEqual(rows.map(({ payload }) => payload));
    expect(records[0]).toMatchObject({ partition: charge.shard, key: charge.id });
    expect(records[0]?.headers).toMatchObject({ ce_id: events[0]?.eventId, traceparent, ce_subject: charge.id });
    expect(records[1]?.headers).not.toHaveProperty('traceparent');
    await fixture.drained();
    const marked = await fixture.rowsOf(charge);
    expect(marked.map((row) => row.published_offset)).toEqual(records.map(({ offset }) => offset));
    expect(marked[0]?.published_at).toBeInstanceOf(Date);
  });

  it('publishes every charge in version order, each event once while nothing fails', async () => {
    const charges = Array.from({ length: 40 }, () => newCharge());
    await appendEvents(fixture.service, charges, 4_000);
    const relay = fixture.startRelay({ batchRows: 50 });
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected(charges);
    expect(seen).toEqual(expected);
    expect(await readTopic(fixture.topic, 4_000)).toHaveLength(4_000);
    expect(relay.metrics).toMatchObject({ published: 4_000, failures: [] });
  });

  it('keeps its shards through a send that takes longer than the lease', async () => {
    const leases = async (): Promise<number> => {
      const sql = 'SELECT max(lease_until) AS until FROM relay_shards';
      const { rows } = await fixture.database.ownerPool.query<{ until: Date }>(sql);
      return rows[0]?.until.getTime() ?? 0;
    };
    const slow = (kafka: EventSender): EventSender => ({
      send: async (name, messages) => {
        const before = await leases();
        await eventually(
          'a renewal beyond the lease that the send began with',
          async () => (await leases()) > before + 600,
        );
        return kafka.send(name, messages);
      },
    });
    const charge = newCharge();
    await fixture.append(nextEvent(charge), nextEvent(charge));
    const owner = fixture.startRelay({ leaseMs: 600, wrapSender: slow });
    await eventually('the shards owned', () => owner.owned.size === 12);
    const other = fixture.startRelay({ leaseMs: 600 });
    await fixture.drained();
    expect(await readTopic(fixture.topic, 2)).toHaveLength(2);
    expect([owner.metrics.lost, other.metrics.takenOver]).toEqual([0, 0]);
  });

  it('goes on when the database has cut every connection', async () => {
    const charge = newCharge();
    fixture.startRelay();
    await fixture.append(nextEvent(charge));
    await fixture.drained();
    expect(await cutConnections(fixture.database.name, 'relay_service')).toBeGreaterThan(1);
    await fixture.append(nextEvent(charge));
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected([charge]);
    expect(seen).toEqual(expected);
  });

  it('holds only the shard whose head the broker refuses, and publishes it in order when the broker takes it', async () => {
    await setTopicConfig(fixture.topic, 'max.message.bytes', '850');
    const [blocked, free] = [newCharge(3), newCharge(8)];
    const before = [nextEvent(blocked), nextEvent(blocked)];
    const tooLarge = nextEvent(blocked, 'x'.repeat(255));
    const behind = nextEvent(blocked);
    await fixture.append(...before, tooLarge, behind, ...Array.from({ length: 20 }, () => nextEvent(free)));
    const relay = fixture.startRelay();
    await eventually('all but the head and what is behind it published', async () => {
      return (await fixture.pending()).length <= 2;
    });
    expect(await fixture.pending()).toEqual([tooLarge.eventId, behind.eventId]);
    expect(relay.metrics.failures).toContain('too_large');
    await fixture.append(nextEvent(free));
    await eventually('the other shard flowing', async () => (await fixture.pending()).length === 2);
    await setTopicConfig(fixture.topic, 'max.message.bytes', '1048588');
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected([blocked, free]);
    expect(seen).toEqual(expected);
  });

  it('gives its shards back when it stops, with nothing half done', async () => {
    const relay = fixture.startRelay();
    const charges = Array.from({ length: 5 }, () => newCharge());
    await appendEvents(fixture.service, charges, 500);
    await eventually('the first events published', () => relay.metrics.published > 0);
    await fixture.stopRelays();
    const owners = await fixture.database.ownerPool.query('SELECT FROM relay_shards WHERE owner IS NOT NULL');
    const members = await fixture.database.ownerPool.query('SELECT FROM relay_members');
    expect([owners.rowCount, members.rowCount]).toEqual([0, 0]);
    expect(relay.metrics.failures).toEqual([]);
  });
});
