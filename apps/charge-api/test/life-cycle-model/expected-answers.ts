import { judge, standingOf, type Judgement, type ModelOperation, type Standing } from './charge-model.ts';
import type { CallFate } from './fate.ts';
import type { Intent, LifeCharge } from './intent.ts';
import type { OperationRow, OperationRows } from './rows.ts';

/** What the model knows when a request is sent. */
export interface View {
  rows: OperationRows;
  charges: readonly LifeCharge[];
  nextCall: (key: string, isFirst: boolean) => CallFate;
}

const STATES = {
  ...{ pending: 'open', unknown: 'open', needs_review: 'open' },
  ...{ succeeded: 'succeeded', failed: 'failed' },
} as const satisfies Record<OperationRow['state'], ModelOperation['state']>;

export const operationsOf = ({ intents }: LifeCharge, rows: OperationRows): ModelOperation[] =>
  intents.flatMap(({ key, kind }) => {
    const row = rows.get(key);
    if (!row) return [];
    // Nobody works on it and nothing has reached the provider: it keeps nothing from others.
    const state = row.key_state === 'RECEIVED' ? 'waiting' : STATES[row.state];
    return [{ kind, state, amountMinor: BigInt(row.amount_minor) }];
  });

export const standingIn = (rows: OperationRows, charge: LifeCharge): Standing =>
  standingOf(charge, operationsOf(charge, rows));

/** What the caller hears when all goes well, also when it goes well for the provider and not for the card. */
export const doneLabel = ({ kind, charge }: Intent): string => {
  if (kind === 'charge.create') return charge.isDeclined ? '402 card_declined' : '201';
  return kind === 'refund.create' ? '201' : '200';
};

/** What the first call of an operation leads to. */
const answerTo = (fate: CallFate, intent: Intent): string => {
  switch (fate) {
    case 'answered':
    case 'slow':
      return doneLabel(intent);
    case 'effect_then_drop':
    case 'effect_then_500':
    case 'effect_then_503':
    case 'dropped_before_effect':
      return '202';
    case 'refused_429':
    case 'refused_503':
      return '503 provider_unavailable';
    case 'dies_before':
    case 'dies_meanwhile':
    case 'dies_after':
      return '500 internal_error';
    case 'stops_before':
    case 'stops_after':
      return STANDS_STILL;
  }
};

/** Instead of an answer. */
export const STANDS_STILL = 'stands still';

const hasLiveReference = ({ charge }: Intent, { rows, charges }: View): boolean =>
  charges.some((other) => {
    if (other === charge || other.reference === null || other.reference !== charge.reference) return false;
    const isMade = operationsOf(other, rows).length > 0;
    return isMade && !['failed', 'canceled'].includes(standingIn(rows, other).status);
  });

const answerToNew = (intent: Intent, view: View): string => {
  const accepted = answerTo(view.nextCall(intent.key, true), intent);
  if (intent.kind === 'charge.create') return hasLiveReference(intent, view) ? '409 reference_in_use' : accepted;
  const judgement = judge(intent.charge, standingIn(view.rows, intent.charge), intent);
  if (typeof judgement === 'object') return accepted;
  return refusalLabel(judgement);
};

/** Claimed anew, a change is judged again, by how the charge stands now, over the amount of its first claim. */
const answerToReceived = (intent: Intent, row: OperationRow, view: View): string => {
  const accepted = answerTo(view.nextCall(intent.key, false), intent);
  if (intent.kind === 'charge.create') return accepted;
  const wish = { kind: intent.kind, wantedMinor: BigInt(row.amount_minor) };
  const judgement = judge(intent.charge, standingIn(view.rows, intent.charge), wish);
  return typeof judgement === 'object' ? accepted : refusalLabel(judgement);
};

const refusalLabel = (judgement: Exclude<Judgement, object>): string =>
  `${judgement === 'charge_busy' ? 409 : 422} ${judgement}`;

/** Whoever takes over asks first, and what it meets then is not told here. */
const AFTER_TAKE_OVER = ['202', '500 internal_error', '409 idempotency_key_in_use'];

/** Everything that this request may be answered, if nothing else happens meanwhile. */
export function expectedAnswers(intent: Intent, isChanged: boolean, view: View): string[] {
  const row = view.rows.get(intent.key);
  if (!row) return [answerToNew(intent, view)];
  if (isChanged) return ['422 idempotency_key_reused'];
  switch (row.key_state) {
    case 'COMPLETED':
    case 'FAILED':
      return [labelOfStored(row)];
    case 'RECEIVED':
      return [answerToReceived(intent, row, view)];
    case 'PROCESSING':
      if (row.unsettled !== null) return ['202'];
      return row.is_lease_over ? [doneLabel(intent), ...AFTER_TAKE_OVER] : ['409 idempotency_key_in_use'];
  }
}

export const labelOfStored = ({ status, body }: OperationRow): string => {
  const { code } = JSON.parse(body ?? '{}') as { code?: string };
  return code === undefined ? String(status) : `${status} ${code}`;
};
