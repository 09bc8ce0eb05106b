import type { Claim } from '@once/idempotency';
import type { Worker } from './worker.ts';

/** What must be true of a claim the moment that its owner begins. */
export function obeyClaim(claim: Claim<Worker>): void {
  const { request, epoch, claimId, mayHaveActed, resourceId } = claim;
  const { key, role, resourceId: proposed } = request.command;
  obeyRole(claim);
  key.obey(mayHaveActed || !key.hasActed, `a worker at epoch ${epoch} is told that nothing acted, and something did`);
  key.obey(epoch === 1n || key.freed.has(epoch - 1n), `epoch ${epoch} began while epoch ${epoch - 1n} was owned`);
  const owner = key.owners.get(epoch) ?? claimId;
  key.obey(owner === claimId, `epoch ${epoch} has two owners`);
  key.obey(epoch > 1n || resourceId === proposed, 'the first claim has another resource than the one proposed');
  key.obey(!key.resourceId || resourceId === key.resourceId, 'a later claim has another resource');
  key.owners.set(epoch, claimId);
  key.roles.set(epoch, role);
}

/** Whoever takes a key up without its caller begins nothing, and is told what it was left as. */
const obeyRole = ({ request, epoch, isResumed, mayHaveActed, unsettled }: Claim<Worker>): void => {
  const { key, role } = request.command;
  key.obey(unsettled === (role === 'unknown' ? role : null), `a ${role} at epoch ${epoch} is told ${unsettled}`);
  if (role !== 'caller') key.obey(isResumed && mayHaveActed, `a sweep at epoch ${epoch} is told that it begins`);
};

/** A decision ends what nothing has begun, or what waits for a person. */
export function obeyDecision({ request, epoch, mayHaveActed, unsettled, resourceId }: Claim<Worker>): void {
  const { key } = request.command;
  key.obey(mayHaveActed || !key.hasActed, `is abandoned at epoch ${epoch} although it may have acted`);
  key.obey(mayHaveActed === (unsettled === 'needs_review'), `is decided on as ${unsettled}`);
  key.obey(!key.resourceId || resourceId === key.resourceId, 'is decided on with another resource');
}
