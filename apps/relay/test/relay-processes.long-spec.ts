import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cutConnections, eventually, KafkaProxy } from '@once/testing';
import type { PoolClient } from 'pg';
import { RelayFleet, type LedgerUnderTest } from './relay-fleet.ts';
import { appendEvents, newCharge } from '../../../libs/outbox/test/synthetic-charges.ts';
import { recordsIn } from './topic-end.ts';

const LEASE_MS = 3_000;

let relays: RelayFleet;
let ledger: LedgerUnderTest;

beforeAll(async () => {
  relays = await RelayFleet.open();
});

beforeEach(async () => {
  await relays.fixture.nextTopic();
  ledger = await relays.startLedger();
});

afterEach(async () => {
  await relays.fleet.stopServices();
  await ledger.close();
});

afterAll(() => relays.close());

/** Lets everybody read the outbox and nobody change a row of it, until the transaction ends. */
const blockMarks = async (): Promise<PoolClient> => {
  const owner = await relays.fixture.database.ownerPool.connect();
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE outbox IN SHARE MODE');
  return owner;
};

describe('a relay process', () => {
  it('that was killed after it published and before it marked: all is published again and applied once', async () => {
    const { fixture } = relays;
    const charges = Array.from({ length: 40 }, () => newCharge());
    await appendEvents(fixture.service, charges, 40);
    const owner = await blockMarks();
    const killed = await relays.startRelay('killed');
    await eventually('all events in the ledger', async () => (await ledger.entries()) === 40);
    expect(await fixture.pending()).toHaveLength(40);
    await killed.kill();
    // Postgres would run the statement of a dead client on as soon as it may.
    await cutConnections(fixture.database.name, 'relay_service');
    await owner.query('ROLLBACK');
    owner.release();
    expect(await fixture.pending()).toHaveLength(40);

    await relays.startRelay('next');
    await fixture.drained();
    expect(await recordsIn(fixture.topic)).toBeGreaterThanOrEqual(80);
    await eventually('the duplicates', async () => (await ledger.duplicates()) >= 40);
    expect(await ledger.entries()).toBe(40);
    expect(await ledger.troubles()).toEqual([]);
  });

  it('that was stopped for longer than its lease is replaced, and its late send harms nothing', async () => {
    const { fixture } = relays;
    const proxy = await KafkaProxy.inFrontOf(relays.fleet.kafkaBrokers[0]!);
    const sleeper = await relays.startRelay('sleeper', { KAFKA_BROKERS: proxy.broker });
    await relays.startRelay('awake');
    await eventually('fair shares', async () => (await relays.shardsOf('sleeper')) === 6);
    const charges = Array.from({ length: 60 }, () => newCharge());
    // The first send opens the producer, so that the next one is a single request.
    await appendEvents(fixture.service, charges, 60);
    await fixture.drained();

    proxy.hold('produce');
    await appendEvents(fixture.service, charges, 180);
    await eventually('the send on its way', () => proxy.heldCount > 0);
    sleeper.signal('SIGSTOP');
    expect(await relays.takeOverMs('sleeper')).toBeLessThan(LEASE_MS + 5_000 + Math.min(...relays.startsMs));
    await fixture.drained();
    await appendEvents(fixture.service, charges, 120);
    await fixture.drained();
    const before = await recordsIn(fixture.topic);
    expect(before).toBe(360);

    proxy.release();
    await eventually('the late send in the topic', async () => (await recordsIn(fixture.topic)) > before);
    sleeper.signal('SIGCONT');
    await eventually('the loss noticed', async () => (await sleeper.metric('relay_shard_losses_total')) > 0);
    await appendEvents(fixture.service, charges, 60);
    await fixture.drained();
    const [seen, expected] = await fixture.versionsSeenAndExpected(charges);
    expect(seen).toEqual(expected);
    await eventually('the ledger up to date', async () => (await ledger.entries()) === 420);
    expect(await ledger.duplicates()).toBeGreaterThan(0);
    expect(await ledger.troubles()).toEqual([]);
    await sleeper.stop();
    await proxy.close();
  });
});
