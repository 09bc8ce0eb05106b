import type { FailpointApp } from '@once/failpoint';
import type { ProofTargets } from '../model/targets.ts';
import { queryRows } from '../run/observe/query-rows.ts';

/** What a service had in its hands when it was killed, and whether that has come through. */
export interface InFlight {
  readonly isFinished: () => Promise<boolean>;
}

const OPEN_KEYS = `SELECT tenant_id::text || ' ' || idempotency_key AS id FROM idempotency_keys
  WHERE state = 'PROCESSING' AND unsettled IS DISTINCT FROM 'needs_review'`;
const UNPUBLISHED = 'SELECT event_id::text AS id FROM outbox WHERE published_at IS NULL';
const EVENTS = 'SELECT event_id::text AS id FROM outbox';
const RECEIVED =
  'SELECT event_id::text AS id FROM inbox UNION SELECT event_id::text FROM parked_records WHERE event_id IS NOT NULL';
/** By the index, for the inbox may hold the many thousand events of a backlog. */
const RECEIVED_OF = `SELECT event_id::text AS id FROM inbox WHERE event_id = ANY ($1::uuid[])
  UNION SELECT event_id::text FROM parked_records WHERE event_id = ANY ($1::uuid[])`;

const idsOf = async (url: string, sql: string, values: readonly unknown[] = []): Promise<Set<string>> =>
  new Set((await queryRows<{ id: string }>(url, sql, values)).map(({ id }) => id));

const haveNoneOf = (there: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].every((id) => !there.has(id));

/** Open now, and looked for again later: finished when none of them is open any more. */
async function whatIsOpen(readOpen: () => Promise<Set<string>>): Promise<InFlight> {
  const open = await readOpen();
  return { isFinished: async () => haveNoneOf(await readOpen(), open) };
}

const READERS: Readonly<Record<FailpointApp, (targets: ProofTargets) => Promise<InFlight>>> = {
  'charge-api': ({ chargeDbUrl }) => whatIsOpen(() => idsOf(chargeDbUrl, OPEN_KEYS)),
  relay: ({ chargeDbUrl }) => whatIsOpen(() => idsOf(chargeDbUrl, UNPUBLISHED)),
  'ledger-consumer': async ({ chargeDbUrl, ledgerDbUrl }) => {
    const received = await idsOf(ledgerDbUrl, RECEIVED);
    const missing = [...(await idsOf(chargeDbUrl, EVENTS))].filter((id) => !received.has(id));
    return { isFinished: async () => (await idsOf(ledgerDbUrl, RECEIVED_OF, [missing])).size === missing.length };
  },
};

export const readInFlight = (app: FailpointApp, targets: ProofTargets): Promise<InFlight> => READERS[app](targets);
