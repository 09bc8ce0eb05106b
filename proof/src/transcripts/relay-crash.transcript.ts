import { readTopic } from '../checker/sources/kafka/read-topic.ts';
import type { TopicRecord } from '../checker/sources/kafka/topic-record.ts';
import type { Taking } from '../crash-points/failpoint-folder.ts';
import { scrapeProcess, sumOfMetric } from '../faults/means/scrape-process.ts';
import { queryRows } from '../run/observe/query-rows.ts';
import { until } from '../run/until.ts';
import { TranscriptPlan } from './plan-transcript.ts';
import { sendTapped } from './send-tapped.ts';
import type { Transcript, TranscriptContext } from './transcript.ts';

const LABEL = 'relay.acknowledged-before-mark';
/** The lease of a shard is 3 s, and a relay may be late on a busy machine. */
const WITHIN_MS = 45_000;

const EVENT = `SELECT event_id::text, shard::int, version::int, event_type, published_at, published_offset::text
  FROM outbox WHERE charge_id = $1::uuid ORDER BY id`;
const OWNER = 'SELECT owner FROM relay_shards WHERE shard = $1::int';
const INBOX = `SELECT partition::int, record_offset::text, received_at FROM inbox WHERE event_id = $1::uuid`;
const ENTRIES = `SELECT count(*)::int AS count FROM journal_entries WHERE source_event_id = $1::uuid`;

interface OutboxEvent {
  readonly event_id: string;
  readonly shard: number;
  readonly version: number;
  readonly event_type: string;
  readonly published_at: Date | null;
  readonly published_offset: string | null;
}

interface Receipt {
  readonly partition: number;
  readonly record_offset: string;
  readonly received_at: Date;
}

export const relayCrash: Transcript = {
  title: 'A relay that is killed after it has published and before it has marked',
  make: crashRelay,
};

async function crashRelay(context: TranscriptContext): Promise<string> {
  const { failpoints, processes, targets } = context;
  const duplicatesBefore = await countDuplicates(context);
  const takenBefore = (await failpoints.takingsOf(LABEL)).length;
  await failpoints.arm(LABEL, { mode: 'kill' });
  const charge = await sellOnce(context);
  const killed = await waitFor(
    context,
    'a relay is killed',
    async () => (await failpoints.takingsOf(LABEL))[takenBefore],
  );
  const unmarked = await readEvent(context, charge.id);
  const marked = await waitFor(context, 'the event is marked', async () => {
    const event = await readEvent(context, charge.id);
    return event.published_offset === null ? undefined : event;
  });
  const records = await recordsOf(context, marked.event_id);
  if (records.length < 2) throw new Error(`the event stands on the topic ${records.length} times, not twice`);
  const duplicates = await waitFor(context, 'the second record is dropped', async () => {
    const dropped = (await countDuplicates(context)) - duplicatesBefore;
    return dropped > 0 ? dropped : undefined;
  });
  const [owner] = await queryRows<{ owner: string | null }>(targets.chargeDbUrl, OWNER, [marked.shard]);
  const [receipt] = await queryRows<Receipt>(targets.ledgerDbUrl, INBOX, [marked.event_id]);
  const [entries] = await queryRows<{ count: number }>(targets.ledgerDbUrl, ENTRIES, [marked.event_id]);
  await processes.untilReplaced(killed.process, killed.pid);
  if (!receipt || entries?.count !== 1) throw new Error(`${entries?.count ?? 0} entries were posted for the event`);
  return tell({ charge, killed, unmarked, marked, records, receipt, duplicates, owner: owner?.owner ?? 'nobody' });
}

interface Seen {
  readonly charge: { readonly id: string; readonly key: string; readonly answeredAtMs: number };
  readonly killed: Taking;
  readonly unmarked: OutboxEvent;
  readonly marked: OutboxEvent;
  readonly records: readonly TopicRecord[];
  readonly receipt: Receipt;
  readonly duplicates: number;
  readonly owner: string;
}

/** In the order of cause and effect: the records' times are by the clocks of the relays, one of which may be skewed. */
function tell({ charge, killed, unmarked, marked, records, receipt, duplicates, owner }: Seen): string {
  const [first, second] = records;
  const at = (time: Date, who: string, what: string): string => `${time.toISOString()}  ${who.padEnd(16)} ${what}`;
  const onTopic = (record: TopicRecord | undefined, what: string): string =>
    at(new Date(record?.timestampMs ?? 0), 'topic', `${place(record)}: ce_id ${record?.eventId}${what}`);
  return [
    `Event ${marked.event_id} (${marked.event_type}, version ${marked.version}), shard ${marked.shard}.`,
    'In the order of cause and effect. A time of the topic is by the clock of the relay that published, which may be the',
    'one that this run has skewed.',
    '',
    at(new Date(charge.answeredAtMs), 'client', `201, charge ${charge.id}, Idempotency-Key ${charge.key}`),
    onTopic(first, ''),
    at(new Date(killed.atMs), killed.process, `pid ${killed.pid} is killed −9 with the ack in hand, before its mark`),
    `${' '.repeat(26)}outbox           published_at ${showTime(unmarked.published_at)}, published_offset ${unmarked.published_offset ?? 'null'}`,
    at(receipt.received_at, 'ledger-consumer', `received ${receipt.partition}/${receipt.record_offset} and posted it`),
    onTopic(second, ', the same event at another offset'),
    at(
      marked.published_at ?? new Date(0),
      owner.replace(/\/.*/, ''),
      `marked it: published_offset ${marked.published_offset}`,
    ),
    `${' '.repeat(26)}ledger-consumer  dropped the repeat: inbox_duplicates_total + ${duplicates}`,
    '',
    `On the topic: ${records.map(place).join(', ')}. In the inbox: 1 row, from ${receipt.partition}/${receipt.record_offset}. In the ledger: 1 entry.`,
  ].join('\n');
}

const place = (record: TopicRecord | undefined): string => `${record?.partition}/${record?.offset}`;
const showTime = (time: Date | null): string => time?.toISOString() ?? 'null';

async function sellOnce(context: TranscriptContext): Promise<Seen['charge']> {
  const plan = new TranscriptPlan(context.seed, 'relay-crash');
  const sale = plan.addSale();
  plan.sendOnce(sale);
  const exchanges = await sendTapped(context, plan.finish());
  const answer = exchanges.at(-1)?.answer;
  if (answer?.status !== 201) throw new Error(`a charge was to be made, and ${answer?.status ?? 'nothing'} came`);
  const { id } = JSON.parse(answer.body) as { id: string };
  return { id, key: sale.key, answeredAtMs: answer.atMs };
}

async function readEvent({ targets }: TranscriptContext, chargeId: string): Promise<OutboxEvent> {
  const [event] = await queryRows<OutboxEvent>(targets.chargeDbUrl, EVENT, [chargeId]);
  if (!event) throw new Error(`the charge ${chargeId} has no event`);
  return event;
}

async function recordsOf({ targets }: TranscriptContext, eventId: string): Promise<TopicRecord[]> {
  const { records } = await readTopic(targets.kafkaBrokers, targets.topic);
  return records.filter((record) => record.eventId === eventId);
}

/** By both consumers: which of them has the partition is of no matter. */
async function countDuplicates({ processes }: TranscriptContext): Promise<number> {
  const urls = processes.services.filter((name) => name.startsWith('ledger')).map((name) => processes.urlOf(name));
  const samples = await Promise.all(urls.map((url) => scrapeProcess(url)));
  return samples.reduce((sum, all) => sum + sumOfMetric(all, 'inbox_duplicates_total'), 0);
}

const waitFor = <T>({ signal }: TranscriptContext, what: string, ask: () => Promise<T | undefined>): Promise<T> =>
  until(what, ask, { withinMs: WITHIN_MS, signal });
