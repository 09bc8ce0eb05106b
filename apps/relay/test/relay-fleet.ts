import { createTestDatabase, eventually, TestFleet, type ServiceProcess, type TestDatabase } from '@once/testing';
import { PublishingFixture } from './publishing-fixture.ts';

/** Built relays and a built ledger consumer, on a database and a topic that the fixture of the other suites gives. */
export class RelayFleet {
  /** How long each relay took to start: what a slow machine makes slow. */
  readonly startsMs: number[] = [];

  private constructor(
    readonly fleet: TestFleet,
    readonly fixture: PublishingFixture,
  ) {}

  static async open(): Promise<RelayFleet> {
    const fleet = await TestFleet.open();
    return new RelayFleet(fleet, await PublishingFixture.open());
  }

  async startRelay(name: string, env: Record<string, string> = {}): Promise<ServiceProcess> {
    const begunAt = performance.now();
    const { database, topic } = this.fixture;
    const base = {
      DATABASE_URL: database.serviceUrl('relay_service'),
      KAFKA_BROKERS: this.fleet.kafkaBrokers.join(),
      RELAY_TOPIC: topic,
      LOG_LEVEL: 'warn',
    };
    const relay = await this.fleet.start({ app: 'relay', name, env: { ...base, ...env } });
    this.startsMs.push(performance.now() - begunAt);
    return relay;
  }

  async startLedger(): Promise<LedgerUnderTest> {
    const database = await createTestDatabase('ledger');
    const process = await this.fleet.start({
      app: 'ledger-consumer',
      name: 'ledger',
      env: {
        DATABASE_URL: database.serviceUrl('ledger_service'),
        KAFKA_BROKERS: this.fleet.kafkaBrokers.join(),
        KAFKA_GROUP_ID: `ledger.${this.fixture.topic}`,
        LEDGER_TOPIC: this.fixture.topic,
        LOG_LEVEL: 'warn',
      },
    });
    return new LedgerUnderTest(database, process);
  }

  /** Number of shards under a live lease of the relay that was started under this name. */
  async shardsOf(name: string): Promise<number> {
    const sql = 'SELECT FROM relay_shards WHERE starts_with(owner, $1) AND lease_until > clock_timestamp()';
    return (await this.fixture.database.ownerPool.query(sql, [`${name}/`])).rowCount ?? 0;
  }

  /** Milliseconds from now until no shard is without a live owner and none is with one of the names. */
  async takeOverMs(...gone: string[]): Promise<number> {
    const begunAt = performance.now();
    const sql = `SELECT count(*) FILTER (WHERE lease_until > clock_timestamp()
                                           AND split_part(owner, '/', 1) <> ALL ($1::text[]))::integer AS alive
                 FROM relay_shards`;
    await eventually('the take-over', async () => {
      const { rows } = await this.fixture.database.ownerPool.query<{ alive: number }>(sql, [gone]);
      return rows[0]?.alive === 12;
    });
    return performance.now() - begunAt;
  }

  async close(): Promise<void> {
    await this.fleet.stopServices();
    await this.fixture.database.drop();
    await this.fleet.close();
  }
}

/** What the events that a relay published have come to. */
export class LedgerUnderTest {
  constructor(
    readonly database: TestDatabase,
    readonly process: ServiceProcess,
  ) {}

  async entries(): Promise<number> {
    return (await this.database.ownerPool.query('SELECT FROM journal_entries')).rowCount ?? 0;
  }

  duplicates(): Promise<number> {
    return this.process.metric('inbox_duplicates_total');
  }

  /** Records set aside, partitions that wait, and currencies that do not balance: nothing of it, if all went well. */
  async troubles(): Promise<unknown[]> {
    const parked = await this.database.ownerPool.query('SELECT reason FROM parked_records');
    const unbalanced = await this.database.ownerPool.query(
      'SELECT currency FROM postings GROUP BY currency HAVING sum(amount_minor) <> 0',
    );
    const gaps = await this.process.metric('ledger_version_gaps_total');
    return [...parked.rows, ...unbalanced.rows, ...(gaps > 0 ? [`${gaps} version gaps`] : [])];
  }

  async close(): Promise<void> {
    await this.process.stop();
    await this.database.drop();
  }
}
