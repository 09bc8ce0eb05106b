import type { KeyModel } from './key-model.ts';
import type { KeyRows } from './key-rows.ts';
import { obeySuspensions } from './suspension-laws.ts';
import type { Worker } from './worker.ts';

type Row = NonNullable<KeyRows['row']>;

const TERMINAL = ['COMPLETED', 'FAILED'];

/** Laws of what is stored; what a look teaches for good goes into the model. `workers` are all that asked for the key. */
export function judgeRows(key: KeyModel, { row, effects, suspensions }: KeyRows, workers: readonly Worker[]): void {
  key.obey(effects.length <= 1, `has ${effects.length} effects`);
  if (!row) {
    key.obey(key.state === undefined, 'its row is gone');
    key.obey(effects.length === 0 && suspensions.length === 0, 'has an end and no row');
    return;
  }
  learnIdentity(key, row, workers);
  const isSuspendedSince = suspensions.length > key.suspensions.length && suspensions.at(-1)?.epoch === row.epoch;
  key.obey(row.epoch >= key.epoch, `its epoch went from ${key.epoch} to ${row.epoch}`);
  key.obey(
    row.claimId === key.claimId || row.epoch > key.epoch || isSuspendedSince,
    'another worker owns the same epoch',
  );
  key.obey(BigInt(row.attempt) === row.epoch, `attempt ${row.attempt} at epoch ${row.epoch}`);
  key.obey(row.state !== 'RECEIVED' || !key.hasActed, 'is given back although the provider may have acted');
  const wasTerminal = TERMINAL.includes(key.state ?? '');
  if (wasTerminal) {
    key.obey(row.state === key.state && row.epoch === key.epoch, `left ${key.state} for ${row.state}`);
  }
  const { epoch, claimId, state, unsettled, isLeaseOver } = row;
  Object.assign(key, { epoch, claimId, state, unsettled, isLeaseOver, suspensions });
  if (TERMINAL.includes(row.state)) judgeEnd(key, row, effects);
  else key.obey(effects.length === 0, `has an effect while ${row.state}`);
  obeySuspensions(key);
}

const learnIdentity = (key: KeyModel, row: Row, workers: readonly Worker[]): void => {
  const maker = workers.find(({ resourceId }) => resourceId === row.resourceId);
  const isMadeToStay = maker?.role === 'caller' && !['withdrawn', 'throws'].includes(maker.plan.preparing);
  key.obey(isMadeToStay, 'its row was made by nobody who wanted it to stay');
  key.resourceId ??= row.resourceId;
  key.fingerprint ??= row.fingerprint;
  key.variant ??= maker?.variant;
  key.obey(row.resourceId === key.resourceId, 'its resource changed');
  key.obey(row.fingerprint === key.fingerprint, 'its fingerprint changed');
};

/** A key that ended: one effect, by the owner of its last epoch, with the very answer that is stored, for ever. */
const judgeEnd = (key: KeyModel, row: Row, effects: KeyRows['effects']): void => {
  const [effect] = effects;
  key.obey(effect !== undefined, `is ${row.state} without an effect`);
  key.obey(effect?.epoch === String(row.epoch) && effect.claim_id === row.claimId, 'its effect is of another epoch');
  key.settledBy = effect && { epoch: effect.epoch, claimId: effect.claim_id };
  if (row.status === null) return key.obey(false, 'ended without an answer');
  const body = row.body ?? (key.isPurged ? effect?.body : undefined);
  if (body === undefined) return key.obey(false, 'its body is gone');
  key.obey(body === effect?.body, 'its answer is not the one of its effect');
  const answer = { status: row.status, headers: JSON.parse(row.headers ?? 'null'), body: Buffer.from(body) };
  key.answer ??= answer;
  key.obey(isSameAnswer(key.answer, answer), 'its stored answer changed');
};

export const isSameAnswer = (one: KeyModel['answer'], other: KeyModel['answer']): boolean =>
  one?.status === other?.status &&
  JSON.stringify(one?.headers) === JSON.stringify(other?.headers) &&
  one?.body.toString() === other?.body.toString();
