import { runInTx } from '@once/database';
import { appendInTx, type OutboxEvent } from '@once/outbox';
import { createTestDatabase, createTestTopic, eventually, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { firstOccurrences, readToEnd } from './read-topic.ts';
import { type SyntheticCharge } from '../../../libs/outbox/test/synthetic-charges.ts';
import { createTestRelay, type TestRelay, type TestRelayOptions } from './test-relay.ts';

/** What tests look at of a stored event. */
export interface StoredEvent {
  id: string;
  payload: string;
  published_at: Date | null;
  published_offset: string | null;
}

const oneTo = (count: number): number[] => Array.from({ length: count }, (_unused, i) => i + 1);

/** A charge database, a topic for each test, and the relays that a test makes. */
export class PublishingFixture {
  topic = '';
  private relays: TestRelay[] = [];

  private constructor(
    readonly database: TestDatabase,
    /** With the rights of charge-api. */
    readonly service: Pool,
  ) {}

  static async open(): Promise<PublishingFixture> {
    const database = await createTestDatabase('charge');
    return new PublishingFixture(database, database.pool('charge_service'));
  }

  /** A topic and an outbox without records: a test that failed must not fail those after it. */
  async nextTopic(): Promise<void> {
    this.topic = await createTestTopic();
    await this.database.ownerPool.query('DELETE FROM outbox');
  }

  createRelay(options: Partial<TestRelayOptions> = {}): TestRelay {
    const relay = createTestRelay({ database: this.database, topic: this.topic, ...options });
    this.relays.push(relay);
    return relay;
  }

  startRelay(options: Partial<TestRelayOptions> = {}): TestRelay {
    const relay = this.createRelay(options);
    relay.start();
    return relay;
  }

  async stopRelays(): Promise<void> {
    await Promise.all(this.relays.splice(0).map((relay) => relay.stop()));
  }

  append(...events: OutboxEvent[]): Promise<void> {
    return runInTx(this.service, (tx) => appendInTx(tx, events));
  }

  /** Ids of the unpublished events, in the order of publishing. */
  async pending(): Promise<string[]> {
    const { rows } = await this.service.query<{ event_id: string }>(
      'SELECT event_id FROM public.outbox WHERE published_at IS NULL ORDER BY id',
    );
    return rows.map(({ event_id }) => event_id);
  }

  drained(): Promise<boolean> {
    return eventually('an empty outbox', async () => (await this.pending()).length === 0, 40_000);
  }

  async rowsOf({ id }: SyntheticCharge): Promise<StoredEvent[]> {
    const sql = 'SELECT id, payload, published_at, published_offset FROM outbox WHERE charge_id = $1 ORDER BY version';
    return (await this.service.query<StoredEvent>(sql, [id])).rows;
  }

  /**
   * Versions of each charge, in the order in which its events first occur in the topic, against 1, 2, 3 … Of an outbox
   * that is drained: what is marked as published must be there.
   */
  async versionsSeenAndExpected(charges: SyntheticCharge[]): Promise<[seen: unknown, expected: unknown]> {
    const seen = firstOccurrences(await readToEnd(this.topic));
    const pairs = charges.map(({ id, version }) => [id, oneTo(version)] as const);
    return [Object.fromEntries(seen), Object.fromEntries(pairs)];
  }
}
