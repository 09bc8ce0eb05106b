import { stringMember, type ClientLogEntry } from './client-log.ts';

/** The charge that the answer to a creation names: created, pending, or declined. */
export function chargeIdOf(entry: ClientLogEntry): string | null {
  if (entry.kind !== 'answered') return null;
  if (entry.status < 300) return stringMember(entry.bodyText, 'id');
  // Only here is the charge of the problem the charge that was asked for; a 409 names somebody else's.
  return entry.code === 'card_declined' ? stringMember(entry.bodyText, 'charge_id') : null;
}
