import type { Charge } from '../../charges/charge.ts';
import type { ChangeVerdict } from './change-rule.ts';
import type { OpenChanges } from './find-open-changes.sql.ts';

const WITHOUT_OUTCOME = new Set<string>(['pending', 'unknown', 'needs_review']);

/** Refuses for now what can't be judged before something else has ended; undefined when nothing is in the way. */
export function judgeOpen(
  { status }: Charge,
  { hasOpenChange }: Pick<OpenChanges, 'hasOpenChange'>,
): Extract<ChangeVerdict, { kind: 'busy' }> | undefined {
  if (WITHOUT_OUTCOME.has(status)) {
    return { kind: 'busy', detail: `The charge itself is ${status}; ask again when its outcome is known.` };
  }
  if (!hasOpenChange) return undefined;
  return { kind: 'busy', detail: 'Another capture or cancel of the charge is open; ask again when it has ended.' };
}
