import type { Tx } from '@once/database';
import { insertEvents } from './append-events.sql.ts';
import { encodeEvent } from './encode-event.ts';
import type { OutboxEvent } from './outbox-event.ts';

/**
 * Appends events in the transaction of the change that they tell about: both happen, or neither. The only way in.
 *
 * The transaction must hold the row lock of each charge (it took the version by UPDATE). That lock is what makes the
 * relay's order sound: the next version's id can't be drawn, nor become visible, before this transaction has ended.
 *
 * @throws RangeError or ZodError for an event that breaks the contract; a 23505 when a version or an event id is taken.
 */
export async function appendInTx(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  const appended = await insertEvents(tx, events.map(encodeEvent));
  // A rule or a trigger that swallowed a row would otherwise lose an event without a trace.
  if (appended !== events.length) throw new Error(`${events.length} events were to be appended, ${appended} were`);
}
