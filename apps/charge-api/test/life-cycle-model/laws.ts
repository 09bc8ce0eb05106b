import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { Kind } from './charge-model.ts';
import { doneLabel, labelOfStored, standingIn } from './expected-answers.ts';
import type { Intent, LifeCharge } from './intent.ts';
import type { Effect } from './provider-record.ts';
import type { ChargeRow, OperationRow, OperationRows } from './rows.ts';

/** All that is left of a run: what we stored, what callers heard, and what the provider says that it did. */
export interface Remains {
  charges: readonly LifeCharge[];
  rows: OperationRows;
  chargeRows: readonly ChargeRow[];
  effects: readonly Effect[];
}

/** Names each law that is broken. */
export function brokenLaws(remains: Remains): string[] {
  const broken: string[] = [];
  const obey = (isKept: boolean, law: string): void => {
    if (!isKept) broken.push(law);
  };
  for (const charge of remains.charges) {
    for (const intent of charge.intents) judgeIntent(intent, remains, obey);
    judgeCharge(charge, remains, obey);
  }
  const known = new Set([...remains.rows.values()].map((row) => row.operation_id));
  for (const { metadata, provider_key: key } of remains.effects) {
    obey(known.has(metadata.operation_id), `the provider acted under ${key} for no operation of the run`);
  }
  return broken;
}

type Obey = (isKept: boolean, law: string) => void;

const FINAL = /^(2(?!02)|402|422 (?!idempotency_key_reused))/;

const judgeIntent = (intent: Intent, { rows, effects }: Remains, obeyAny: Obey): void => {
  const row = rows.get(intent.key);
  const obey: Obey = (isKept, law) => obeyAny(isKept, `${intent.kind} ${intent.key} ${law}`);
  const finals = intent.sent.filter(({ heard, isChanged }) => heard && !isChanged && FINAL.test(heard.label));
  if (!row) return obey(finals.length === 0, 'was answered for good and is not stored');
  const own = effects.filter(({ metadata }) => metadata.operation_id === row.operation_id);
  obey(own.length <= 1, `has ${own.length} effects`);
  if (waitsForPerson(row)) {
    obey(intent.isOld && row.unsettled === 'needs_review', 'waits for a person and is not old');
    return obey(finals.length === 0, 'was answered for good and waits for a person');
  }
  obey(row.key_state === 'COMPLETED' || row.key_state === 'FAILED', `is left ${row.key_state}`);
  obey(own.length === (row.state === 'succeeded' ? 1 : 0), `is ${row.state} with ${own.length} effects`);
  for (const effect of own) {
    obey(OPERATIONS_OF[intent.kind].includes(effect.operation), `is a ${effect.operation} at the provider`);
    obey(effect.amount_minor === row.amount_minor, `moved ${effect.amount_minor}, and not ${row.amount_minor}`);
  }
  obey((row.key_state === 'COMPLETED') === (row.state === 'succeeded'), `is ${row.state} behind ${row.key_state}`);
  obey(isDueEnd(intent, row), `ended ${row.state} for ${row.failure_code}`);
  for (const { heard } of finals) {
    obey(heard?.label === labelOfStored(row), `was told ${heard?.label}, and stored ${labelOfStored(row)}`);
    obey(heard?.answer.text === row.body, 'was told other bytes than those that are stored');
  }
};

const waitsForPerson = ({ state }: OperationRow): boolean => state === 'needs_review';

const OPERATIONS_OF: Record<Kind, Effect['operation'][]> = {
  'charge.create': ['sale', 'authorize'],
  'charge.capture': ['capture'],
  'charge.cancel': ['cancel'],
  'charge.expire': ['cancel'],
  'refund.create': ['refund'],
};

/** The provider refuses nothing but a card: whatever else fails was given up, or refused at the door. */
const isDueEnd = ({ kind, charge }: Intent, { state, failure_code: code }: OperationRow): boolean => {
  if (state === 'succeeded') return kind !== 'charge.create' || !charge.isDeclined;
  if (code === 'operation_abandoned') return true;
  if (kind === 'charge.create') return charge.isDeclined && code === 'generic_decline';
  return code === 'charge_state_invalid' || code === 'amount_too_large';
};

const judgeCharge = (charge: LifeCharge, { rows, chargeRows, effects }: Remains, obeyAny: Obey): void => {
  const id = chargeIdOf(charge, rows);
  if (id === undefined) return;
  const obey: Obey = (isKept, law) => obeyAny(isKept, `charge ${id} ${law}`);
  const row = chargeRows.find((one) => one.id === id);
  if (!row) return obey(false, 'is gone');
  const standing = standingIn(rows, charge);
  const [captured, refunded] = [row.amount_captured_minor, row.amount_refunded_minor].map(BigInt) as [bigint, bigint];
  const status = standing.status === 'open' ? 'needs_review' : standing.status;
  obey(row.status === status, `is ${row.status} and should be ${status}`);
  obey(captured === standing.capturedMinor, `has captured ${captured}, its operations ${standing.capturedMinor}`);
  obey(refunded === standing.refundedMinor, `has refunded ${refunded}, its operations ${standing.refundedMinor}`);
  const reserved = BigInt(row.amount_refund_reserved_minor);
  obey(reserved === standing.reservedMinor, `keeps ${reserved} for refunds that need ${standing.reservedMinor}`);
  // What waits for a person may have happened or not: that is what the person is for.
  const unclear = new Set([...rows.values()].filter(waitsForPerson).map((one) => one.operation_id));
  const own = effects.filter(({ metadata: of }) => of.charge_id === id && !unclear.has(of.operation_id));
  const moved = (...kinds: Effect['operation'][]): bigint =>
    own.filter(({ operation }) => kinds.includes(operation)).reduce((sum, one) => sum + BigInt(one.amount_minor), 0n);
  obey(moved('sale', 'capture') === captured, `has captured ${captured}, the provider ${moved('sale', 'capture')}`);
  obey(moved('refund') === refunded, `has refunded ${refunded}, the provider ${moved('refund')}`);
  obey(refunded <= captured && captured <= charge.amountMinor, 'gave back or took more than there was');
  obey(
    own.every((effect) => effect.payment_id === row.provider_payment_id),
    'is several payments at the provider',
  );
  judgeEvents(row, charge, { rows, obey });
  const path = ['pending', ...row.transitions.map(({ to }) => to)];
  obey(
    row.transitions.every(({ from }, index) => from === path[index]),
    `has a history with a gap: ${path.join()}`,
  );
  obey(path.at(-1) === row.status, `is ${row.status} and its history ends with ${path.at(-1)}`);
};

/** One event for each operation that took place and for a creation that did not, with versions from 1 on. */
const judgeEvents = (row: ChargeRow, charge: LifeCharge, { rows, obey }: { rows: OperationRows; obey: Obey }): void => {
  const due = charge.intents.flatMap(({ key, kind }) => {
    const operation = rows.get(key);
    const isTold = operation?.state === 'succeeded' || (operation?.state === 'failed' && kind === 'charge.create');
    if (!operation || !isTold) return [];
    return [`${eventTypeOf(kind, charge, operation)} of ${operation.operation_id} over ${operation.amount_minor}`];
  });
  const told = row.events.map(({ type, payload }) => {
    const { operation_id: id, amount_minor: amount } = JSON.parse(payload) as Record<string, string>;
    return `${type} of ${id} over ${amount}`;
  });
  obey(told.toSorted().join() === due.toSorted().join(), `tells ${told.join()}, and should tell ${due.join()}`);
  const versions = row.events.map(({ version }) => version);
  obey(
    versions.every((version, index) => version === index + 1),
    `has the versions ${versions.join()}`,
  );
  obey(row.version === versions.length, `is at version ${row.version} with ${versions.length} events`);
};

const eventTypeOf = (kind: Kind, { capture }: LifeCharge, { state }: OperationRow): string => {
  if (kind === 'charge.create' && state === 'failed') return CHARGE_EVENT_TYPES.failed;
  const types = {
    'charge.create': capture ? CHARGE_EVENT_TYPES.captured : CHARGE_EVENT_TYPES.authorized,
    'charge.capture': CHARGE_EVENT_TYPES.captured,
    'charge.cancel': CHARGE_EVENT_TYPES.canceled,
    'charge.expire': CHARGE_EVENT_TYPES.expired,
    'refund.create': CHARGE_EVENT_TYPES.refunded,
  } as const satisfies Record<Kind, string>;
  return types[kind];
};

export const chargeIdOf = ({ intents }: LifeCharge, rows: OperationRows): string | undefined =>
  rows.get(intents[0]!.key)?.charge_id;

export const isDone = (intent: Intent, label: string): boolean => label === doneLabel(intent);
