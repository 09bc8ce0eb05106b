import type { KeyModel } from './key-model.ts';

/**
 * Laws of operations that were left without an outcome, from what was committed: once left so, a key is worked on by
 * the resolver only, and once left to a person, by nobody; it ends by the resolver or by a person's decision.
 */
export function obeySuspensions(key: KeyModel): void {
  const { suspensions, epoch, state, unsettled } = key;
  const last = suspensions.at(-1);
  const isOpen = state === 'PROCESSING' || state === 'RECEIVED';
  const epochs = new Set(suspensions.map((suspension) => suspension.epoch));
  key.obey(epochs.size === suspensions.length, 'was left without an outcome twice in one epoch');
  const leftAs = last?.unsettled ?? null;
  key.obey(unsettled === (isOpen ? leftAs : null), `is ${state} and ${unsettled}, and was left as ${leftAs}`);
  key.obey(!last || state !== 'RECEIVED', 'is given back although its outcome was unknown');
  // Seen by the epoch, because a claim whose reply was lost has nobody to report it.
  key.obey(unsettled !== 'needs_review' || epoch === last?.epoch, 'was claimed while it waited for a person');
  obeyRoles(key);
  if (!isOpen && last) {
    const role = key.roles.get(epoch);
    key.obey(role === 'unknown' || role === 'decider', `ended by a ${role} although its outcome was unknown`);
  }
}

const obeyRoles = (key: KeyModel): void => {
  for (const [epoch, role] of key.roles) {
    const leftAs = key.leftAsBefore(epoch);
    if (role === 'caller' || role === 'lease_over') {
      key.obey(leftAs === undefined, `a ${role} claimed it at epoch ${epoch} while it was ${leftAs}`);
    }
    if (role === 'unknown') key.obey(leftAs === role, `the resolver claimed it at epoch ${epoch}, left as ${leftAs}`);
    if (role === 'decider')
      key.obey(leftAs !== 'unknown', `it was decided on at epoch ${epoch} while it was ${leftAs}`);
  }
};
