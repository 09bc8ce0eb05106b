import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { encodeWakePayload, OUTBOX_WAKE_CHANNEL } from './wake-channel.ts';

const NOTIFY_RELAYS = statement('notify-relays', 'SELECT pg_notify($1::text, $2::text)');

/** A transaction of its own: a NOTIFY inside a payment's transaction would serialise every commit of the cluster. */
export async function notifyRelays(pool: Pool, shards: Iterable<number>): Promise<void> {
  await runStatementOnce(pool, NOTIFY_RELAYS, [OUTBOX_WAKE_CHANNEL, encodeWakePayload(shards)]);
}
