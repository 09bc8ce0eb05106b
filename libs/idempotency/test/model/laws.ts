import type { KeyModel } from './key-model.ts';
import type { KeyRows } from './key-rows.ts';
import { PlannedFailure, type Outcome, type Worker } from './worker.ts';

const TERMINAL = ['COMPLETED', 'FAILED'];

/** Laws of what is stored; what a look teaches for good goes into the model. `workers` are all that asked for the key. */
export function judgeRows(key: KeyModel, { row, effects }: KeyRows, workers: readonly Worker[]): void {
  key.obey(effects.length <= 1, `has ${effects.length} effects`);
  if (!row) {
    key.obey(key.state === undefined, 'its row is gone');
    key.obey(effects.length === 0, 'has an effect and no row');
    return;
  }
  learnIdentity(key, row, workers);
  key.obey(row.epoch >= key.epoch, `its epoch went from ${key.epoch} to ${row.epoch}`);
  key.obey(row.claimId === key.claimId || row.epoch > key.epoch, 'another worker owns the same epoch');
  key.obey(BigInt(row.attempt) === row.epoch, `attempt ${row.attempt} at epoch ${row.epoch}`);
  key.obey(row.state !== 'RECEIVED' || !key.hasActed, 'is given back although the provider may have acted');
  const wasTerminal = TERMINAL.includes(key.state ?? '');
  if (wasTerminal) {
    key.obey(row.state === key.state && row.epoch === key.epoch, `left ${key.state} for ${row.state}`);
  }
  Object.assign(key, { epoch: row.epoch, claimId: row.claimId, state: row.state, isLeaseOver: row.isLeaseOver });
  if (TERMINAL.includes(row.state)) judgeEnd(key, row, effects);
  else key.obey(effects.length === 0, `has an effect while ${row.state}`);
}

const learnIdentity = (key: KeyModel, row: NonNullable<KeyRows['row']>, workers: readonly Worker[]): void => {
  const maker = workers.find(({ resourceId }) => resourceId === row.resourceId);
  const isMadeToStay = maker !== undefined && !['withdrawn', 'throws'].includes(maker.plan.preparing);
  key.obey(isMadeToStay, 'its row was made by nobody who wanted it to stay');
  key.resourceId ??= row.resourceId;
  key.fingerprint ??= row.fingerprint;
  key.variant ??= maker?.variant;
  key.obey(row.resourceId === key.resourceId, 'its resource changed');
  key.obey(row.fingerprint === key.fingerprint, 'its fingerprint changed');
};

/** A key that ended: one effect, by the owner of its last epoch, with the very answer that is stored, for ever. */
const judgeEnd = (key: KeyModel, row: NonNullable<KeyRows['row']>, effects: KeyRows['effects']): void => {
  const [effect] = effects;
  key.obey(effect !== undefined, `is ${row.state} without an effect`);
  key.obey(effect?.epoch === String(row.epoch) && effect.claim_id === row.claimId, 'its effect is of another epoch');
  if (row.status === null) return key.obey(false, 'ended without an answer');
  const body = row.body ?? (key.isPurged ? effect?.body : undefined);
  if (body === undefined) return key.obey(false, 'its body is gone');
  key.obey(body === effect?.body, 'its answer is not the one of its effect');
  const answer = { status: row.status, headers: JSON.parse(row.headers ?? 'null'), body: Buffer.from(body) };
  key.answer ??= answer;
  key.obey(isSameAnswer(key.answer, answer), 'its stored answer changed');
};

const isSameAnswer = (one: KeyModel['answer'], other: KeyModel['answer']): boolean =>
  one?.status === other?.status &&
  JSON.stringify(one?.headers) === JSON.stringify(other?.headers) &&
  one?.body.toString() === other?.body.toString();

/** Laws of what a worker was told, judged after the rows. */
export function judgeOutcome({ key, plan, text, variant, claims }: Worker, outcome: Outcome): void {
  const isOurs = variant === key.variant;
  switch (outcome.kind) {
    case 'answered':
      if (!outcome.isReplayed) key.firstAnswers += 1;
      key.obey(isOurs, 'answered another body');
      key.obey(isSameAnswer(outcome.answer, key.answer), 'answered what is not stored');
      key.obey(outcome.isReplayed === (outcome.answer.body.toString() !== text), 'mistook a replay for a first answer');
      return key.obey(key.firstAnswers <= 1, 'gave two first answers');
    case 'purged':
      key.obey(isOurs && key.isPurged, 'called purged what is not');
      key.obey(outcome.status === key.answer?.status, 'purged with another status');
      return key.obey(outcome.resourceId === key.resourceId, 'purged with another resource');
    case 'reused':
      return key.obey(key.variant !== undefined && !isOurs, 'refused its own body as another');
    case 'in_use':
      return key.obey(isOurs, 'told another body that the key is in use');
    case 'pending':
      return key.obey(
        isOurs && outcome.resourceId === key.resourceId && claims.length > 0,
        'is pending without a claim',
      );
    case 'refused':
      if (outcome.refusal === 'withdrawn') return key.obey(plan.preparing === 'withdrawn', 'withdrew by itself');
      return key.obey(isOurs && plan.performing === 'not_started', 'was not started by itself');
    case 'failed':
      return judgeFailure(key, plan, outcome.error);
  }
}

/** `execute` fails by what the plan asked for, and by a lost reply only where giving the key back met one. */
const judgeFailure = (key: KeyModel, plan: Worker['plan'], error: unknown): void => {
  const isLost = plan.performing === 'not_started' && /terminated/.test(String(error));
  key.obey(error instanceof PlannedFailure || isLost, `failed by itself: ${String(error)}`);
};
