import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, KafkaProxy } from '@once/testing';
import { ConsumerFleet } from './consumer-fleet.ts';

const CHARGES = 60;

let consumers: ConsumerFleet;

beforeAll(async () => {
  consumers = await ConsumerFleet.open();
});

beforeEach(() => consumers.next(CHARGES));
afterEach(() => consumers.endTest());
afterAll(() => consumers.close());

const allPosted = async (): Promise<void> => {
  const published = consumers.charges.reduce((sum, { version }) => sum + version, 0);
  await eventually('every event posted', async () => (await consumers.entries()) >= published);
  expect(await consumers.postedVersions()).toEqual(consumers.publishedVersions());
  expect(await consumers.troubles()).toEqual([]);
};

describe('a ledger consumer process', () => {
  it('that was killed between its commit and its offset commit: all comes again and is applied once', async () => {
    const proxy = await KafkaProxy.inFrontOf(consumers.fleet.kafkaBrokers[0]!);
    const killed = await consumers.startConsumer('killed', [proxy.broker]);
    proxy.hold('offsetCommit');
    await consumers.publishNext();
    await eventually('the offset commit on its way', () => proxy.heldCount > 0);
    await killed.kill();
    await proxy.close();
    expect(await consumers.committedOffsets()).toEqual(['-1', '-1', '-1']);
    // Not always all of them: a fetch may have come between the appends to two partitions, and none comes after the hold.
    const applied = await consumers.entries();
    expect(applied).toBeGreaterThan(0);

    const next = await consumers.startConsumer('next');
    await eventually('the duplicates', async () => (await next.metric('inbox_duplicates_total')) === applied);
    await consumers.publishNext();
    await allPosted();
    await eventually('the offsets', async () => (await consumers.committedOffsets()).every((at) => at === '40'));
  });

  it('that was stopped in a transaction for longer than its session holds nobody up, and harms nothing', async () => {
    const sleeper = await consumers.startConsumer('sleeper');
    const owner = await consumers.database.ownerPool.connect();
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE postings IN SHARE MODE');
    await consumers.publishNext();
    await eventually('a transaction under way', async () =>
      (await consumers.connectionStates()).includes('waits for a lock'),
    );
    sleeper.signal('SIGSTOP');
    await owner.query('ROLLBACK');
    owner.release();
    await eventually('locks held by the stopped one', async () =>
      (await consumers.connectionStates()).includes('idle in transaction'),
    );
    await consumers.startConsumer('awake');
    await allPosted();

    sleeper.signal('SIGCONT');
    await eventually('the end of its transaction noticed', async () => {
      return (await sleeper.metric('ledger_chunk_failures_total', 'outage')) > 0;
    });
    await sleeper.ready();
    await consumers.publishNext();
    await allPosted();
  });

  it('that was killed while its group rebalances: each event is applied once and in order', async () => {
    let victim = await consumers.startConsumer('member-0');
    for (const round of [1, 2, 3]) {
      await consumers.publishNext();
      const joining = consumers.startConsumer(`member-${round}`);
      await eventually('the rebalance', async () => (await consumers.groupState())?.endsWith('Rebalance'));
      for (let i = 0; i < 5; i++) await consumers.publishNext();
      await victim.kill();
      await consumers.publishNext();
      victim = await joining;
    }
    await allPosted();
  });
});
