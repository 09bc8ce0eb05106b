import { queryRows } from '../../run/observe/query-rows.ts';

const EVENTS = 'SELECT count(*)::int AS count FROM outbox';
const PENDING = 'SELECT count(*)::int AS count FROM outbox WHERE published_at IS NULL';
/** A parked record has come as far as one in the inbox. */
const RECEIVED = `SELECT count(*)::int AS count FROM
  (SELECT event_id::text FROM inbox UNION SELECT event_id::text FROM parked_records) AS received`;

export const countEvents = (chargeDbUrl: string): Promise<number> => count(chargeDbUrl, EVENTS);
export const countPending = (chargeDbUrl: string): Promise<number> => count(chargeDbUrl, PENDING);
export const countReceived = (ledgerDbUrl: string): Promise<number> => count(ledgerDbUrl, RECEIVED);

async function count(url: string, sql: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(url, sql);
  return row?.count ?? 0;
}
