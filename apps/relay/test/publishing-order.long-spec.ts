import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, type ServiceProcess } from '@once/testing';
import { firstOccurrences, readTopic } from './read-topic.ts';
import { RelayFleet } from './relay-fleet.ts';
import { setTopicConfig } from './set-topic-config.ts';
import { appendEvents, newCharge } from '../../../libs/outbox/test/synthetic-charges.ts';

const RELAYS = 3;
const CHARGES = 50;
const EVENTS = 20_000;
const ROUNDS = 8;
/** With the default lease of 3 s; on a slow machine as much later as the quickest start of a relay takes. */
const TAKE_OVER_MS = 5_000;
/** Room for a few events and not for a usual batch: the broker refuses batches, not events. */
const SMALL_BATCH_BYTES = '4000';
const USUAL_BATCH_BYTES = '1048588';

let relays: RelayFleet;

beforeAll(async () => {
  relays = await RelayFleet.open();
  await relays.fixture.nextTopic();
});

afterAll(() => relays.close());

/** Small batches, so that every kill and every refusal finds a backlog. */
const start = (name: string) => relays.startRelay(name, { RELAY_BATCH_SIZE: '40' });

const refusals = async (running: readonly ServiceProcess[]): Promise<number> => {
  const each = await Promise.all(running.map((relay) => relay.metric('relay_send_failures_total', 'too_large')));
  return each.reduce((sum, count) => sum + count, 0);
};

/** Lets the broker refuse batches, and kills a relay when one of them has met that: there is a backlog then. */
const killAmidRefusals = async (running: readonly ServiceProcess[], victim: ServiceProcess): Promise<number> => {
  const { topic } = relays.fixture;
  const before = await refusals(running);
  await setTopicConfig(topic, 'max.message.bytes', SMALL_BATCH_BYTES);
  await eventually('a refusal', async () => (await refusals(running)) > before);
  await victim.kill();
  const takeOver = relays.takeOverMs(victim.name);
  await setTopicConfig(topic, 'max.message.bytes', USUAL_BATCH_BYTES);
  return takeOver;
};

it('keeps the version order of 20,000 events while relays are killed and batches refused, and loses none', async () => {
  const { fixture } = relays;
  const running = await Promise.all(Array.from({ length: RELAYS }, (_unused, i) => start(`relay-${i}-0`)));
  const charges = Array.from({ length: CHARGES }, () => newCharge());
  const takeOversMs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const appending = appendEvents(fixture.service, charges, EVENTS / ROUNDS);
    const victim = running[round % RELAYS]!;
    await eventually('shards of the victim', async () => (await relays.shardsOf(victim.name)) > 0);
    takeOversMs.push(await killAmidRefusals(running, victim));
    await appending;
    running[round % RELAYS] = await start(`relay-${round % RELAYS}-${round}`);
  }
  await fixture.drained();
  expect(Math.max(...takeOversMs)).toBeLessThan(TAKE_OVER_MS + Math.min(...relays.startsMs));

  const records = await readTopic(fixture.topic, EVENTS);
  const oneToLast = Array.from({ length: EVENTS / CHARGES }, (_unused, i) => i + 1);
  expect(firstOccurrences(records)).toEqual(new Map(charges.map(({ id }) => [id, oneToLast])));
  const stored = await fixture.service.query<{ event_id: string }>('SELECT event_id FROM outbox');
  const published = new Set(records.map(({ headers }) => headers['ce_id']));
  expect(published).toEqual(new Set(stored.rows.map(({ event_id }) => event_id)));
});
