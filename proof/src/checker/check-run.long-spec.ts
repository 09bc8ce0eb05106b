import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUnaskedEntry, commitOffsets, deleteOneEntry, publish, takeMoney } from '../../test/checker/damage.ts';
import { RecordingClient } from '../../test/checker/recording-client.ts';
import { sendStories } from '../../test/checker/short-run.ts';
import { eventually, runAsOwner, startStackUnderTest, untilDrained } from '../../test/checker/stack-under-test.ts';
import type { ProofTargets } from '../model/targets.ts';
import { Watch } from '../run/check/watch.ts';
import { Turns } from '../run/turns.ts';
import { checkRun } from './check-run.ts';
import { readWorld } from './read-world.ts';
import { maxOf, sumOf } from './sources/metrics/metric-value.ts';
import { scrapeAll, type Scrape } from './sources/metrics/scrape.ts';
import { targetsOfStack } from './targets-of-stack.ts';
import type { World } from './world.ts';

const START_MS = 240_000;
/** Each test reads every source once or more, on a machine that does other things too. */
jest.setTimeout(90_000);

const CLI = join(import.meta.dirname, '../check.cli.ts');
const AT_REST = { at: 'drained', noCrashes: true } as const;

let once: Awaited<ReturnType<typeof startStackUnderTest>>;
let folder: string;
let history: string;
let targets: ProofTargets;
let atRest: World;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-checker-'));
  history = join(folder, 'history.ndjson');
  once = await startStackUnderTest();
  targets = targetsOfStack(once.stack);
  const client = new RecordingClient({ baseUrls: once.stack.chargeApi, apiKeys: once.stack.apiKeys });
  await Promise.all([
    sendStories(client, 'acme', 'EUR'),
    sendStories(client, 'globex', 'JPY'),
    sendStories(client, 'initech', 'KWD'),
  ]);
  await writeFile(history, client.text);
  await writeFile(join(folder, 'stack.json'), JSON.stringify(once.stack));
  await untilDrained(once);
  atRest = await readWorld(targets, history, AT_REST);
}, START_MS);

afterAll(async () => {
  await once.stop();
  await rm(folder, { recursive: true, force: true });
}, START_MS);

const brokenNow = async (changed: Partial<ProofTargets> = {}, file = history): Promise<string[]> => {
  const results = await checkRun({ ...targets, ...changed }, file, AT_REST);
  return results.filter(({ verdict }) => verdict === 'broken').map(({ invariant }) => invariant);
};

const DROPPED = { service: 'ledger-consumer', name: 'inbox_duplicates_total' } as const;
const PARKED = {
  service: 'ledger-consumer',
  name: 'ledger_records_parked_total',
  labels: { reason: 'late_unknown' },
} as const;

const untilCounted = (count: (scrape: Scrape) => number): Promise<true> =>
  eventually('the record was seen', async () => count(await scrapeAll(targets.metricsUrls)) === 1);

const runCli = (...args: string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const all = ['--conditions=once-source', '--no-warnings', CLI, '--stack-file', join(folder, 'stack.json'), ...args];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = execFile(process.execPath, all, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });

// One stack. Damage is mended before the next test, until it is of a kind that can't be.
describe('checkRun against a real stack', () => {
  it('holds every invariant of a drained run without a crash, counters to the last one', async () => {
    const results = await checkRun(targets, history, AT_REST);
    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
    // This history is of raw calls, whose answers the client calls nothing: a typed client's verdicts are not among them.
    const notHeld = results.filter(({ verdict }) => verdict !== 'held');
    expect(notHeld.map(({ invariant, verdict }) => [invariant, verdict])).toEqual([['verdicts-are-true', 'no_case']]);
    expect(atRest.history.calls).toHaveLength(42);
  });

  it('holds what must hold at every instant', async () => {
    const results = await checkRun(targets, history, { at: 'always' });
    expect(results.filter(({ verdict }) => verdict !== 'held' && verdict !== 'no_case')).toEqual([]);
  });

  it('is a command that ends with 0, and with 2 when the history is bad', async () => {
    const whole = await runCli('--history', history, '--no-crashes');
    expect(whole).toMatchObject({ code: 0, output: expect.stringMatching(/^ok +acknowledged-posted-once +\d+ /) });
    const cut = join(folder, 'cut.ndjson');
    await writeFile(cut, (await readFile(history, 'utf8')).slice(0, -20));
    const refused = await runCli('--history', cut);
    expect(refused.output).toMatch(
      /^inconclusive: the history of the clients could not be read: .*cut.ndjson:\d+: it is not JSON/,
    );
    expect(refused.code).toBe(2);
  });

  it.each<[string, (now: ProofTargets) => Partial<ProofTargets>]>([
    [
      'the metrics of relay at http://127.0.0.1:9',
      (now) => ({ metricsUrls: { ...now.metricsUrls, relay: ['http://127.0.0.1:9'] } }),
    ],
    ["the provider's record", () => ({ providerUrl: 'http://127.0.0.1:9' })],
    ['the charge database', (now) => ({ chargeDbUrl: now.ledgerDbUrl })],
    ['the ledger database', () => ({ ledgerDbUrl: 'postgres://nobody@127.0.0.1:9/none' })],
    ['the committed offsets of ledger-consumer', () => ({ topic: 'no.such.topic' })],
  ])('is inconclusive when it can not read %s', async (source, change) => {
    await expect(checkRun({ ...targets, ...change(targets) }, history, AT_REST)).rejects.toMatchObject({
      name: 'InconclusiveError',
      source: expect.stringContaining(source),
    });
  });

  it('notices a call that the clients never made', async () => {
    const lines = (await readFile(history, 'utf8')).split('\n').filter((line) => !line.includes('"acme capture"'));
    const shorter = join(folder, 'shorter.ndjson');
    await writeFile(shorter, lines.join('\n'));
    expect(await brokenNow({}, shorter)).toEqual(expect.arrayContaining(['done-as-asked', 'nothing-posted-unasked']));
  });

  it('notices offsets that were set back, and offsets beyond the end', async () => {
    const set = (by: bigint) =>
      new Map([...atRest.committedOffsets].map(([partition, offset]) => [partition, offset + by]));
    await commitOffsets(targets, 'set-back', set(-1n));
    expect(await brokenNow({ consumerGroup: 'set-back' })).toEqual(['group-caught-up']);
    await commitOffsets(targets, 'beyond', set(1n));
    expect(await brokenNow({ consumerGroup: 'beyond' })).toEqual(['group-caught-up']);
  });

  it('notices an answer whose bytes were changed', async () => {
    const change = (sql: string) =>
      runAsOwner(
        targets.chargeDbUrl,
        `UPDATE idempotency_keys SET response_body = ${sql} WHERE idempotency_key = 'sale'`,
      );
    await change(`response_body || '\\x20'`);
    expect(await brokenNow()).toEqual(['answers-never-change']);
    await change('substr(response_body, 1, octet_length(response_body) - 1)');
    expect(await brokenNow()).toEqual([]);
  });

  it('notices a record whose effect is not in the inbox, although its offset is committed', async () => {
    const columns =
      'event_id, charge_id, version, payload_hash, payload_hash_version, topic, partition, record_offset, received_at';
    await runAsOwner(targets.ledgerDbUrl, `CREATE TABLE kept AS SELECT ${columns} FROM inbox LIMIT 1`);
    await runAsOwner(targets.ledgerDbUrl, 'DELETE FROM inbox WHERE event_id IN (SELECT event_id FROM kept)');
    expect(await brokenNow()).toEqual(['topic-is-received', 'offsets-behind-effects', 'duplicates-counted']);
    await runAsOwner(targets.ledgerDbUrl, `INSERT INTO inbox (${columns}) SELECT ${columns} FROM kept`);
    await runAsOwner(targets.ledgerDbUrl, 'DROP TABLE kept');
    expect(await brokenNow()).toEqual([]);
  });

  it('notices while a run goes on what is mended before its end', async () => {
    const { signal } = new AbortController();
    const watch = new Watch({ targets, historyFile: history, signal, everyMs: 100, turns: new Turns() });
    const looked = (times: number) => eventually('it has looked', () => Promise.resolve(watch.looks >= times));
    await looked(2);
    expect(watch.broken).toEqual([]);
    const moved = 'record_offset = record_offset + 1000 WHERE version = 2';
    await runAsOwner(targets.ledgerDbUrl, `UPDATE inbox SET ${moved}`);
    await eventually('it has seen that', () => Promise.resolve(watch.broken.length > 0));
    await runAsOwner(targets.ledgerDbUrl, `UPDATE inbox SET ${moved.replace('+', '-')}`);
    await watch.end();
    expect(watch.broken.map(({ invariant, verdict }) => [invariant, verdict])).toEqual([
      ['inbox-is-topic (during the run)', 'broken'],
    ]);
    expect(await brokenNow()).toEqual([]);
  });

  it('notices an event that is marked as published elsewhere than it stands', async () => {
    const move = (by: string) =>
      runAsOwner(
        targets.chargeDbUrl,
        `UPDATE outbox SET published_offset = published_offset + ${by} WHERE version = 2`,
      );
    await move('1000');
    expect(await brokenNow()).toEqual(['outbox-is-published']);
    await move('-1000');
  });

  it('passes an event that was published again and dropped, and counts it', async () => {
    const [record] = atRest.topic.records;
    if (record === undefined) throw new Error('the topic is empty');
    await publish(targets, record);
    await untilCounted((scrape) => sumOf(scrape, DROPPED));
    expect(await brokenNow()).toEqual([]);
  });

  it('notices an event under an id that no outbox has', async () => {
    const record = atRest.topic.records.find(({ body }) => body?.version === 1);
    if (record === undefined) throw new Error('the topic is empty');
    await publish(targets, record, '01999999-0000-7000-8000-000000000000');
    await untilCounted((scrape) => maxOf(scrape, PARKED));
    expect(await brokenNow()).toEqual(['versions-in-order', 'topic-is-outbox']);
  });

  it('notices money that was taken and that nobody asked for', async () => {
    await takeMoney(targets);
    expect(await brokenNow()).toEqual(expect.arrayContaining(['no-effect-unasked', 'clearing-is-the-provider']));
  });

  it('notices an entry that nobody asked for', async () => {
    await addUnaskedEntry(targets);
    expect(await brokenNow()).toEqual(expect.arrayContaining(['nothing-posted-unasked', 'entries-are-events']));
  });

  it('notices an entry that is gone', async () => {
    await deleteOneEntry(targets);
    const broken = await brokenNow();
    expect(broken).toEqual(expect.arrayContaining(['acknowledged-posted-once', 'events-are-posted']));
  });

  it('ends with 1 as a command, and says what it found', async () => {
    const { code, output } = await runCli('--history', history);
    expect(output).toMatch(
      /^BROKEN +acknowledged-posted-once .*\n +- posted: expected captured \d+ \w{3}, found nothing \(call /m,
    );
    expect(code).toBe(1);
  });
});
