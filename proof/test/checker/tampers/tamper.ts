import type { MutableWorld } from '../sample-world.ts';

/** Something that is done to the sample world, and the invariant that has to notice. */
export type Tamper = readonly [what: string, invariant: string, tamper: (world: MutableWorld) => void];

/** The element for which `predicate` holds; a tamper of nothing would prove nothing. */
export function the<T>(things: readonly T[], predicate: (thing: T) => boolean): T {
  const found = things.find(predicate);
  if (found === undefined) throw new Error('the sample world has no such thing');
  return found;
}

export const drop = <T>(things: T[], predicate: (thing: T) => boolean): T => {
  const thing = the(things, predicate);
  things.splice(things.indexOf(thing), 1);
  return thing;
};

export const callOf = (world: MutableWorld, name: string) =>
  the(world.history.calls, ({ invoke }) => invoke.call === name);
export const endOf = (world: MutableWorld, name: string) => {
  const { end } = callOf(world, name);
  if (end === null) throw new Error(`call ${name} has no end`);
  return end;
};
export const operationOf = ({ chargeDb }: MutableWorld, id: string) => the(chargeDb.operations, (row) => row.id === id);
export const keyOf = ({ chargeDb }: MutableWorld, key: string) => the(chargeDb.keys, (row) => row.key === key);
export const effectOf = ({ provider }: MutableWorld, id: string) =>
  the(provider.effects, (row) => row.operationId === id);
export const entryOf = ({ ledgerDb }: MutableWorld, id: string) =>
  the(ledgerDb.entries, (row) => row.operationId === id);
export const eventOf = ({ chargeDb }: MutableWorld, id: string) =>
  the(chargeDb.outbox, (row) => row.eventId === `event-of-${id}`);
export const recordOf = ({ topic }: MutableWorld, id: string) =>
  the(topic.records, (row) => row.eventId === `event-of-${id}`);

/** The provider did something else and said so; the operation waits for a person, with `detail` on its attempts. */
export function differInReview(world: MutableWorld, operation: string, detail: string): void {
  Object.assign(effectOf(world, operation), { amountMinor: 1n, differs: true });
  operationOf(world, operation).state = 'needs_review';
  for (const attempt of world.chargeDb.attempts) if (attempt.operationId === operation) attempt.detail = detail;
}
