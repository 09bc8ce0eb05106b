import { keyName } from '../../facts/key-name.ts';
import { namedOperations } from '../../facts/named-operation.ts';
import { firstOccurrences } from '../../facts/first-occurrences.ts';
import type { EntryRow } from '../../sources/ledger-db/ledger-db.ts';
import type { World } from '../../world.ts';
import { sha256OfKey } from '../../sources/kafka/read-event-body.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

/** The way back from an entry to the client that asked for it; where it breaks off. */
const wayBack = ({ history, chargeDb, topic }: World) => {
  const events = new Map(firstOccurrences(topic).map((record) => [record.eventId, record]));
  const operations = new Map(chargeDb.operations.map((operation) => [operation.id, operation]));
  const named = new Map(namedOperations(history).map((operation) => [operation.name, operation]));
  return (entry: EntryRow): string | undefined => {
    const body = events.get(entry.sourceEventId)?.body;
    if (!body) return `no event ${entry.sourceEventId} on the topic`;
    const operation = operations.get(body.operationId);
    if (!operation) return `no operation ${body.operationId} in the charge database`;
    if (sha256OfKey(operation.key) !== body.keySha256 || operation.tenantId !== body.tenantId) {
      return `its event is of another key or tenant than its operation, which has key ${operation.key}`;
    }
    const isAsked = (named.get(keyName(operation))?.askingCalls.length ?? 0) > 0;
    return isAsked ? undefined : `no client ever sent ${keyName(operation)}`;
  };
};

export const nothingPostedUnasked: Invariant = {
  name: 'nothing-posted-unasked',
  law: 'Every entry leads back to an event on the topic, to an operation, and to a client that asked for it.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: (world) => {
    const breakOf = wayBack(world);
    return examineEach(world.ledgerDb.entries, (entry) => {
      const detail = breakOf(entry);
      return detail === undefined ? undefined : { detail, subject: { entry: entry.id, event: entry.sourceEventId } };
    });
  },
};
