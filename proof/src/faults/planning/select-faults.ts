import type { Fault, FaultScope } from '../fault.ts';
import { findFault } from './find-fault.ts';

export interface Selection {
  readonly faults: readonly Fault[];
  readonly scope: FaultScope;
}

/**
 * What a request such as `all`, `quick`, `none` or a list of names stands for; in the order of `known`, whatever the
 * order of the list. @throws RangeError for an unknown name
 */
export function selectFaults(requested: readonly string[], known: readonly Fault[]): Selection {
  if (requested.includes('none')) return { faults: [], scope: 'quick' };
  if (requested.includes('quick')) return { faults: known.filter(({ isQuick }) => isQuick), scope: 'quick' };
  if (requested.includes('all')) return { faults: known, scope: 'all' };
  const unknown = requested.filter((name) => findFault(name, known) === undefined);
  if (unknown.length > 0) throw new RangeError(`there is no fault ${unknown.join(', ')}`);
  const whole = known.filter(({ name }) => requested.includes(name));
  const parts = requested.filter((name) => name.includes(':')).toSorted();
  return { faults: [...whole, ...parts.flatMap((name) => findFault(name, known) ?? [])], scope: 'all' };
}
