import type { Fault, FaultScope } from '../fault.ts';

export interface Selection {
  readonly faults: readonly Fault[];
  readonly scope: FaultScope;
}

/** What a request such as `all`, `quick`, `none` or a list of names stands for. @throws RangeError for an unknown name */
export function selectFaults(requested: readonly string[], known: readonly Fault[]): Selection {
  if (requested.includes('none')) return { faults: [], scope: 'quick' };
  if (requested.includes('quick')) return { faults: known.filter(({ isQuick }) => isQuick), scope: 'quick' };
  if (requested.includes('all')) return { faults: known, scope: 'all' };
  const unknown = requested.filter((name) => known.every((fault) => fault.name !== name));
  if (unknown.length > 0) throw new RangeError(`there is no fault ${unknown.join(', ')}`);
  return { faults: known.filter(({ name }) => requested.includes(name)), scope: 'all' };
}
