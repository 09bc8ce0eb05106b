import { deedOfOperation, movement } from '../../facts/movement.ts';
import type { OperationRow, OutboxRow } from '../../sources/charge-db/charge-db.ts';
import { readEventBody, sha256OfKey } from '../../sources/kafka/read-event-body.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** A decline of a new charge is a fact about it. A capture, cancel or refund that failed changed nothing. */
const expectedOf = (operation: OperationRow): string => {
  const { kind, state, amountMinor, currency, tenantId, key, chargeId } = operation;
  const isDecline = state === 'failed' && kind === 'charge.create';
  if (state !== 'succeeded' && !isDecline) return listed([]);
  const deed = kind === 'charge.expire' ? 'expired' : deedOfOperation(operation);
  return [
    movement(isDecline ? 'failed' : String(deed), amountMinor, currency),
    tenantId,
    sha256OfKey(key),
    chargeId,
  ].join(' ');
};

const shownOf = ({ type, payload }: OutboxRow): string => {
  const body = readEventBody(payload);
  const deed = /^payments\.charge\.(\w+)\.v1$/.exec(type)?.[1];
  if (deed === undefined || body === null) return `an unreadable ${type}`;
  return [movement(deed, body.amountMinor, body.currency), body.tenantId, body.keySha256, body.chargeId].join(' ');
};

export const oneEventPerOperation: Invariant = {
  name: 'one-event-per-operation',
  law: 'Every operation that changed its charge has exactly one event, committed with it, that tells its amount; no other has any.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const events = Map.groupBy(chargeDb.outbox, ({ payload }) => readEventBody(payload)?.operationId ?? '');
    const known = new Set(chargeDb.operations.map(({ id }) => id));
    const foreign = [...events].filter(([id]) => !known.has(id)).flatMap(([, rows]) => rows);
    const examination = examineEach(chargeDb.operations, (operation) => {
      const found = listed((events.get(operation.id) ?? []).map(shownOf));
      const expected = expectedOf(operation);
      if (found === expected) return undefined;
      const subject = { operation: operation.id, charge: operation.chargeId };
      return { detail: differing(`events of an operation that is ${operation.state}`, expected, found), subject };
    });
    const strays = foreign.map((row) => ({
      detail: `${shownOf(row)}, of no operation`,
      subject: { event: row.eventId },
    }));
    return { ...examination, breaches: [...examination.breaches, ...strays] };
  },
};
