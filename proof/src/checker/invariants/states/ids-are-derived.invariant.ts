import { createHash } from 'node:crypto';
import type { OperationRow, OutboxRow } from '../../sources/charge-db/charge-db.ts';
import { readEventBody } from '../../sources/kafka/read-event-body.ts';
import { differing, examineEach, listed, type Breach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** As the decision record has it, written once more: a checker that asked the services would share their mistakes. */
const derived = (purpose: string, { tenantId, kind, key }: OperationRow): string => {
  const text = ['once.id.v1', purpose, tenantId, kind, key].join('\0');
  const hex = Array.from(createHash('sha256').update(text).digest('hex').slice(0, 32));
  hex[12] = '8';
  hex[16] = '89ab'.charAt(Number.parseInt(hex[16] ?? '0', 16) % 4);
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** The columns hold nothing else; the sample that tries this law out has names instead. */
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const breachOf = (operation: OperationRow, events: readonly OutboxRow[]): Breach | undefined => {
  const ids = [
    [operation.id, derived('operation', operation)],
    ...(operation.kind === 'charge.create' ? [[operation.chargeId, derived('charge', operation)]] : []),
    ...events.map(({ eventId, type }) => [eventId, derived(`event:${type}`, operation)]),
  ] as const;
  const drawn = ids.filter(([id = '', expected]) => isId(id) && id !== expected);
  if (drawn.length === 0) return undefined;
  const [found, expected] = [0, 1].map((side) => listed(drawn.map((pair) => pair[side] ?? '')));
  return { detail: differing('ids', expected, found), subject: { operation: operation.id } };
};

/** What makes a claim that was lost and made again the same claim to everybody else. */
export const idsAreDerived: Invariant = {
  name: 'ids-are-derived',
  law: 'Ids of charges, operations and events follow from the tenant, the operation and its key alone.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const events = Map.groupBy(chargeDb.outbox, ({ payload }) => readEventBody(payload)?.operationId ?? '');
    return examineEach(chargeDb.operations, (operation) => breachOf(operation, events.get(operation.id) ?? []));
  },
};
