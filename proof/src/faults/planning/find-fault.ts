import type { Fault } from '../fault.ts';

/** A fault by its name, or one kind of it as `NAME:PART`. */
export function findFault(wanted: string, known: readonly Fault[]): Fault | undefined {
  const colon = wanted.indexOf(':');
  if (colon === -1) return known.find(({ name }) => name === wanted);
  return known.find(({ name }) => name === wanted.slice(0, colon))?.narrowed?.(wanted.slice(colon + 1));
}
