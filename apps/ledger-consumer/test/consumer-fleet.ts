import { withConnection } from '@once/supervisor';
import {
  createTestDatabase,
  createTestTopic,
  TestFleet,
  testServers,
  type ServiceProcess,
  type TestDatabase,
} from '@once/testing';
import { randomUUID } from 'node:crypto';
import { kafkaRecord } from './charge-event-record.ts';
import { openTestClients, type TestTopicClients } from './running-consumer.ts';

const PARTITIONS = 3;
/** The least that the service accepts, and statements that fit into it. */
export const SESSION_MS = 6_000;

interface ConsumedCharge {
  id: string;
  partition: number;
  version: number;
}

/** Built ledger consumers of one group, on a database and a topic of each test's own. */
export class ConsumerFleet {
  database!: TestDatabase;
  topic = '';
  groupId = '';
  charges: ConsumedCharge[] = [];

  private constructor(
    readonly fleet: TestFleet,
    readonly clients: TestTopicClients,
  ) {}

  static async open(): Promise<ConsumerFleet> {
    const fleet = await TestFleet.open();
    return new ConsumerFleet(fleet, await openTestClients());
  }

  async next(chargeCount: number): Promise<void> {
    this.database = await createTestDatabase('ledger');
    this.topic = await createTestTopic({ partitions: PARTITIONS });
    this.groupId = `ledger.${this.topic}`;
    this.charges = Array.from({ length: chargeCount }, (_unused, i) => ({
      ...{ id: randomUUID(), partition: i % PARTITIONS, version: 0 },
    }));
  }

  startConsumer(name: string, brokers = this.fleet.kafkaBrokers): Promise<ServiceProcess> {
    const env = {
      DATABASE_URL: this.database.serviceUrl('ledger_service'),
      DATABASE_STATEMENT_TIMEOUT_MS: '2000',
      KAFKA_BROKERS: brokers.join(),
      KAFKA_GROUP_ID: this.groupId,
      KAFKA_SESSION_TIMEOUT_MS: String(SESSION_MS),
      LEDGER_TOPIC: this.topic,
      LOG_LEVEL: 'warn',
    };
    return this.fleet.start({ app: 'ledger-consumer', name, env });
  }

  /** Publishes the next event of every charge, all events of a partition in one send; returns how many. */
  async publishNext(): Promise<number> {
    for (const charge of this.charges) charge.version += 1;
    const messages = this.charges.map(({ id, version, partition }) => ({
      ...kafkaRecord({ chargeId: id, version, type: version === 1 ? 'captured' : 'refunded' }),
      partition,
    }));
    await this.clients.producer.send({ topic: this.topic, messages });
    return messages.length;
  }

  async rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.database.ownerPool.query<Record<string, unknown>>(sql, values)).rows;
  }

  async entries(): Promise<number> {
    return (await this.rows('SELECT FROM journal_entries')).length;
  }

  /** Of each charge the versions of its entries, in the order in which they were posted. */
  async postedVersions(): Promise<Record<string, unknown>> {
    const rows = await this.rows(
      `SELECT charge_id, array_agg(charge_version::integer ORDER BY posted_at) AS versions
       FROM journal_entries GROUP BY charge_id`,
    );
    return Object.fromEntries(rows.map(({ charge_id, versions }) => [charge_id, versions]));
  }

  /** What was published so far: of each charge the versions 1, 2, 3 … */
  publishedVersions(): Record<string, unknown> {
    const oneTo = (last: number): number[] => Array.from({ length: last }, (_unused, i) => i + 1);
    return Object.fromEntries(this.charges.map(({ id, version }) => [id, oneTo(version)]));
  }

  /** Records set aside and currencies that do not balance. */
  async troubles(): Promise<unknown[]> {
    const parked = await this.rows('SELECT reason FROM parked_records');
    const sums = 'SELECT currency FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0';
    return [...parked, ...(await this.rows(sums))];
  }

  /** States of the service's own database connections; only an administrator is shown those of others. */
  connectionStates(): Promise<unknown[]> {
    const sql = `SELECT CASE WHEN wait_event_type = 'Lock' THEN 'waits for a lock' ELSE state END AS state
                 FROM pg_stat_activity WHERE datname = $1 AND starts_with(usename, 'ledger_service')`;
    return withConnection(testServers().adminUrl, async (admin) => {
      const { rows } = await admin.query<{ state: string }>(sql, [this.database.name]);
      return rows.map(({ state }) => state);
    });
  }

  /** Next offset of each partition as the group has committed it; -1 where it has not. */
  async committedOffsets(): Promise<string[]> {
    const [offsets] = await this.clients.admin.fetchOffsets({ groupId: this.groupId, topics: [this.topic] });
    return (offsets?.partitions ?? []).map(({ offset }) => offset);
  }

  async groupState(): Promise<string | undefined> {
    return (await this.clients.admin.describeGroups([this.groupId])).groups[0]?.state;
  }

  async endTest(): Promise<void> {
    await this.fleet.stopServices();
    await this.database.drop();
  }

  async close(): Promise<void> {
    await this.clients.close();
    await this.fleet.close();
  }
}
