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

/** All that there is of an operation that never reached the provider. */
export interface OperationRows {
  key: object;
  operation: object;
  charge: object;
  attempts: object[];
}

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
  async setIncarnation(moment: 'first' | 'new' | 'noticed' | '14 h ago' | 'long ago'): Promise<void> {
    await this.client.query('DELETE FROM database_incarnations');
    if (moment === 'new') return;
    const began = {
      first: "'-infinity'",
      noticed: 'clock_timestamp()',
      '14 h ago': "clock_timestamp() - interval '14 h'",
      'long ago': "clock_timestamp() - interval '25 h'",
    };
    await this.client.query(
      `INSERT INTO database_incarnations SELECT c.system_identifier, c.timeline, ${began[moment]} FROM current_incarnation() c`,
    );
  }

  /** Rows of an operation that is only begun, to be brought back as a replica has them that missed what came then. */
  async operationNow(operationId: string): Promise<OperationRows> {
    const { rows } = await this.client.query<OperationRows>(
      `SELECT to_json(k) AS key, to_json(o) AS operation, to_json(c) AS charge,
              (SELECT json_agg(a) FROM provider_attempts a WHERE a.operation_id = o.id) AS attempts
       FROM operations o JOIN charges c ON c.id = o.charge_id
       JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
       WHERE o.id = $1`,
      [operationId],
    );
    const [row] = rows;
    if (!row) throw new Error('there is no such operation');
    return row;
  }

  async bringBack({ key, operation, charge, attempts }: OperationRows): Promise<void> {
    const put = (table: string, rows: object[]) =>
      this.client.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`, [
        JSON.stringify(rows),
      ]);
    await put('idempotency_keys', [key]);
    await put('charges', [charge]);
    await put('operations', [operation]);
    await put('provider_attempts', attempts);
  }

  /** Nobody has asked for the key for so long. */
  async unseen(key: string, ms: number): Promise<void> {
    await this.client.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - $2::bigint * interval '1 millisecond',
         created_at = clock_timestamp() - $2::bigint * interval '1 millisecond' WHERE idempotency_key = $1`,
      [key, ms],
    );
  }

  /** New keys went to the account from so long ago on. */
  async route(account: string, agoMs: number): Promise<void> {
    await this.client.query(
      `INSERT INTO provider_routes (provider_account, since)
       VALUES ($1, clock_timestamp() - $2::bigint * interval '1 millisecond')`,
      [account, agoMs],
    );
  }

  async forgetRoutes(): Promise<void> {
    await this.client.query('DELETE FROM provider_routes');
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
