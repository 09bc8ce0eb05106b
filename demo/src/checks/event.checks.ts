import type { Check } from './check.ts';
import { none, tally } from './check.ts';
import { distinctEvents, eventMovement, isMoneyEvent, moneyOperations, operationMovement } from './money-facts.ts';

const oneEventPerOperation: Check = {
  name: 'each operation has one event of its amount',
  source: 'charge DB',
  judge: (evidence) => {
    const events = Map.groupBy(evidence.chargeDb.outbox.filter(isMoneyEvent), ({ operationId }) => operationId);
    const operations = moneyOperations(evidence);
    const offenders = operations.filter(
      (operation) => (events.get(operation.id) ?? []).map(eventMovement).join() !== operationMovement(operation),
    );
    return tally(
      operations.length,
      offenders.map(({ id }) => `operation ${id}`),
    );
  },
};

const topicEqualsOutbox: Check = {
  name: 'the topic holds the outbox, byte for byte',
  source: 'topic = charge DB',
  judge: ({ chargeDb, topic }) => {
    const outbox = new Map(chargeDb.outbox.map((row) => [row.eventId, row]));
    const published = new Set(topic.map(({ eventId }) => eventId));
    const missing = chargeDb.outbox.filter(({ eventId }) => !published.has(eventId));
    const foreign = topic.filter(({ eventId, type, payload }) => {
      const row = outbox.get(eventId);
      return row?.payload !== payload || row.type !== type;
    });
    const offenders = [
      ...missing.map(({ eventId }) => `event ${eventId} is not on the topic`),
      ...foreign.map(({ partition, offset }) => `record ${partition}/${offset} is not what the outbox holds`),
    ];
    return offenders.length > 0 ? none(offenders) : tally(outbox.size, []);
  },
};

const versionOrder: Check = {
  name: "a charge's events first came in order 1..n",
  source: 'topic',
  judge: (evidence) => {
    const charges = Map.groupBy(distinctEvents(evidence), ({ chargeId }) => chargeId);
    const offenders = [...charges].filter(([, events]) => events.some(({ version }, index) => version !== index + 1));
    return tally(
      charges.size,
      offenders.map(([chargeId]) => `charge ${chargeId}`),
    );
  },
};

const nothingWaits: Check = {
  name: 'events unpublished, not received, or parked',
  source: 'both databases, /metrics',
  judge: ({ chargeDb, ledgerDb, metrics }) => {
    const received = new Set(ledgerDb.inboxEventIds);
    const late = chargeDb.outbox.filter(({ isPublished, eventId }) => !isPublished || !received.has(eventId));
    const offenders = late.map(({ eventId }) => `event ${eventId}`);
    if (ledgerDb.parkedRecords > 0) offenders.push(`${ledgerDb.parkedRecords} parked records`);
    if (metrics.outboxPending !== 0) offenders.push(`outbox_pending ${metrics.outboxPending ?? 'absent'}`);
    return none(offenders);
  },
};

const repeatsSuppressed: Check = {
  name: 'records published again = duplicates dropped',
  source: 'topic = /metrics',
  judge: (evidence) => {
    const repeats = evidence.topic.length - distinctEvents(evidence).length;
    const dropped = evidence.metrics.inboxDuplicates;
    const expected = `${repeats} dropped`;
    if (dropped === undefined || dropped < repeats)
      return { ok: false, expected, found: `${dropped ?? 'absent'} dropped` };
    const found = `${repeats} = ${dropped}`;
    // A record that is delivered again after a rebalance is dropped too, without being twice on the topic.
    if (dropped > repeats) {
      const notice = `${dropped - repeats} records were delivered again, and dropped`;
      return { ok: true, expected, found: `${repeats} on the topic, ${dropped} dropped`, notice };
    }
    return repeats === 0
      ? { ok: true, expected, found }
      : { ok: true, expected, found, notice: `${repeats} on the topic more than once, and dropped` };
  },
};

/** Between the charge DB and the topic, and whether all of it arrived. */
export const eventChecks = [oneEventPerOperation, topicEqualsOutbox, versionOrder, nothingWaits, repeatsSuppressed];
