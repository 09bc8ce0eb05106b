import type { Wish } from './shop.ts';
import type { Effect, StoredCharge, StoredOperation } from './traces.ts';

export interface Remains {
  wishes: readonly Wish[];
  operations: readonly StoredOperation[];
  charges: readonly StoredCharge[];
  effects: readonly Effect[];
}

/** Names each law that is broken, and where. */
export function brokenLaws(remains: Remains): string[] {
  const broken: string[] = [];
  const obey = (isKept: boolean, law: string): void => {
    if (!isKept) broken.push(law);
  };
  const effectsOf = Map.groupBy(remains.effects, ({ metadata }) => metadata.operation_id);
  for (const operation of remains.operations) judgeOperation(operation, effectsOf.get(operation.id) ?? [], obey);
  judgeWishes(remains, effectsOf, obey);
  const known = new Set(remains.operations.map(({ id }) => id));
  obey(
    [...effectsOf.keys()].every((id) => known.has(id)),
    'the provider acted for no operation of ours',
  );
  const ofCharge = Map.groupBy(remains.effects, ({ metadata }) => metadata.charge_id);
  for (const charge of remains.charges) judgeCharge(charge, ofCharge.get(charge.id) ?? [], obey);
  return broken;
}

type Obey = (isKept: boolean, law: string) => void;

const judgeOperation = (operation: StoredOperation, effects: Effect[], obey: Obey): void => {
  const { key, kind, state, keyState, amountMinor, events } = operation;
  const name = `${kind} ${key}`;
  obey(effects.length <= 1, `${name} has ${effects.length} effects`);
  obey(state === 'succeeded' || state === 'failed', `${name} is left ${state}`);
  obey(effects.length === (state === 'succeeded' ? 1 : 0), `${name} is ${state} with ${effects.length} effects`);
  obey(keyState === (state === 'succeeded' ? 'COMPLETED' : 'FAILED'), `${name} is ${state} behind ${keyState}`);
  obey(
    effects.every((effect) => effect.amount_minor === amountMinor),
    `${name} moved another amount`,
  );
  obey(events === (state === 'succeeded' || kind === 'charge.create' ? 1 : 0), `${name} has ${events} events`);
};

/** A caller is never told what is not so. One that was told nothing may find either. */
const judgeWishes = ({ wishes, operations }: Remains, effectsOf: Map<string, Effect[]>, obey: Obey): void => {
  const byKey = new Map(operations.map((operation) => [operation.key, operation]));
  for (const { key, told, code } of wishes) {
    const operation = byKey.get(key);
    const effects = operation ? (effectsOf.get(operation.id)?.length ?? 0) : 0;
    if (told === 'succeeded') obey(effects === 1, `${key} was told of a success and has ${effects} effects`);
    if (told === 'failed' || told === 'nothing')
      obey(effects === 0, `${key} was told ${code} and has ${effects} effects`);
  }
};

const judgeCharge = (charge: StoredCharge, effects: Effect[], obey: Obey): void => {
  const moved = (...kinds: Effect['operation'][]): bigint =>
    effects
      .filter(({ operation }) => kinds.includes(operation))
      .reduce((sum, one) => sum + BigInt(one.amount_minor), 0n);
  const [captured, refunded] = [BigInt(charge.captured), BigInt(charge.refunded)];
  const name = `charge ${charge.id}`;
  obey(captured === moved('sale', 'capture'), `${name} has captured ${captured}, the provider another amount`);
  obey(refunded === moved('refund'), `${name} has refunded ${refunded}, the provider another amount`);
  obey(refunded <= captured && captured <= BigInt(charge.amount), `${name} moved more money than it has`);
  const isReleased = charge.status === 'canceled';
  obey(isReleased === moved('cancel') > 0n, `${name} is ${charge.status}, and the provider sees it otherwise`);
  const { versions, version } = charge;
  obey(
    versions.length === version && versions.every((one, index) => one === index + 1),
    `${name} has a gap in ${versions.join()}`,
  );
};
