import { testServers } from '@once/testing';
import { Client } from 'pg';

/** In the order of a restore: nothing of the operation is left, whatever referred to it. */
const DELETES = [
  `DELETE FROM outbox_event_identity WHERE event_id IN
     (SELECT e.event_id FROM outbox e WHERE e.payload::json ->> 'operation_id' = $1::text)`,
  `DELETE FROM outbox WHERE payload::json ->> 'operation_id' = $1::text`,
  'DELETE FROM charge_transitions WHERE operation_id::text = $1',
  'DELETE FROM provider_notices WHERE operation_id::text = $1',
  'DELETE FROM provider_attempts WHERE operation_id::text = $1',
  `DELETE FROM idempotency_keys k USING operations o
   WHERE o.id::text = $1 AND k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key`,
  'DELETE FROM operations WHERE id::text = $1',
];

/** A charge row as it was before an operation; null before its first one. */
export type ChargeBefore = object | null;

/**
 * The charge database as after a failover to a replica that had not got an operation yet. Only a superuser can do this:
 * triggers and foreign keys are off, as they are where a replica applies what it was sent.
 */
export class LostRows {
  private readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  /** `adminUrl` is a superuser's; that of the test servers by default. */
  static async in(databaseName: string, adminUrl = testServers().adminUrl): Promise<LostRows> {
    const url = new URL(adminUrl);
    url.pathname = databaseName;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query('SET session_replication_role = replica');
    return new LostRows(client);
  }

  async chargeNow(chargeId: string): Promise<ChargeBefore> {
    const { rows } = await this.client.query<{ row: object }>('SELECT to_json(c) AS row FROM charges c WHERE id = $1', [
      chargeId,
    ]);
    return rows[0]?.row ?? null;
  }

  /** Everything of the operation is gone, and its charge is as it was before it. */
  async lose({ id, chargeId }: { id: string; chargeId: string }, before: ChargeBefore): Promise<void> {
    await this.client.query('BEGIN');
    for (const sql of DELETES) await this.client.query(sql, [id]);
    await this.client.query('DELETE FROM charges WHERE id = $1', [chargeId]);
    const back = 'INSERT INTO charges SELECT * FROM json_populate_record(NULL::charges, $1::json)';
    if (before) await this.client.query(back, [JSON.stringify(before)]);
    await this.client.query('COMMIT');
  }

  /** On which server the database believes to be: its first, or one that it came to now, unnoticed yet or noticed. */
  async setIncarnation(moment: 'first' | 'new' | 'noticed' | 'long ago'): Promise<void> {
    await this.client.query('DELETE FROM database_incarnations');
    if (moment === 'new') return;
    const began = {
      first: "'-infinity'",
      noticed: 'clock_timestamp()',
      'long ago': "clock_timestamp() - interval '25 h'",
    };
    await this.client.query(
      `INSERT INTO database_incarnations SELECT c.system_identifier, c.timeline, ${began[moment]} FROM current_incarnation() c`,
    );
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
