import type { RunningOnce } from '@once/supervisor';
import { eventually, startOnTestServers } from '@once/testing';
import { Pool } from 'pg';
import { Caller, type Answer } from '../caller.ts';
import { ProviderGate } from '../provider-gate.ts';
import type { ProviderEffect } from '../test-provider.ts';

export type Instance = 1 | 2;

/** What one operation left behind, counted where it cannot be argued about. */
export interface Traces {
  state: string;
  events: number;
  entries: number;
  /** By the operation's provider key. */
  effects: ProviderEffect[];
  /** Tries of the provider call; all under one provider key, or there would be more than one of those. */
  attempts: number;
  providerKeys: number;
}

/** The whole stack as real processes: two charge-api or as many as are wanted, one relay, one ledger-consumer, the provider behind a gate. */
export class ProcessWorld {
  readonly once: RunningOnce;
  readonly gate: ProviderGate;
  /** As owners, who may read and lock everything. */
  readonly chargeDb: Pool;
  readonly ledgerDb: Pool;
  readonly acme: Caller;

  private constructor(parts: Pick<ProcessWorld, 'once' | 'gate' | 'chargeDb' | 'ledgerDb' | 'acme'>) {
    this.once = parts.once;
    this.gate = parts.gate;
    this.chargeDb = parts.chargeDb;
    this.ledgerDb = parts.ledgerDb;
    this.acme = parts.acme;
  }

  static async start(env: Record<string, string> = {}, { chargeApi: replicas = 2 } = {}): Promise<ProcessWorld> {
    const gate = await ProviderGate.open();
    const serviceEnv = { 'charge-api': { PROVIDER_URL: gate.url, ...env } };
    const once = await startOnTestServers({ chargeApi: replicas, serviceEnv });
    const { chargeDbUrl, ledgerDbUrl, chargeApi, apiKeys, provider } = once.stack;
    gate.target = provider ?? '';
    const chargeDb = new Pool({ connectionString: chargeDbUrl, max: 4 });
    const ledgerDb = new Pool({ connectionString: ledgerDbUrl, max: 4 });
    const { rows } = await chargeDb.query<{ id: string }>(`SELECT id FROM tenants WHERE name = 'acme'`);
    const acme = new Caller(chargeApi[0] ?? '', { apiKey: apiKeys.acme, tenantId: rows[0]?.id ?? '' });
    return new ProcessWorld({ once, gate, chargeDb, ledgerDb, acme });
  }

  url(instance: Instance): string {
    return this.once.stack.chargeApi[instance - 1] ?? '';
  }

  async allReady(): Promise<void> {
    for (const url of this.once.stack.chargeApi) {
      await eventually(`${url} is ready`, async () => (await fetch(`${url}/readyz`)).status === 200);
    }
  }

  /** From now on each call that moves money takes this long before its effect. */
  async setProviderLatency(latencyMs: number): Promise<void> {
    await fetch(`${this.gate.target}/control`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ latency_ms: { min: latencyMs, max: latencyMs } }),
    });
  }

  async effectsUnder(providerKey: string): Promise<ProviderEffect[]> {
    const answer = await fetch(`${this.gate.target}/v1/effects?provider_key=${encodeURIComponent(providerKey)}`);
    return ((await answer.json()) as { data: ProviderEffect[] }).data;
  }

  /** Of one charge and its refunds, told by the metadata that the service sends. */
  async effectsOfCharge(chargeId: string): Promise<ProviderEffect[]> {
    const answer = await fetch(`${this.gate.target}/v1/effects?limit=1000`);
    const page = (await answer.json()) as { data: ProviderEffect[]; has_more: boolean };
    if (page.has_more) throw new Error('a suite with more than 1000 effects has to read them in pages');
    return page.data.filter(({ metadata }) => metadata.charge_id === chargeId);
  }

  /** Until the database's own clock is past the first worker's lease, or somebody has taken over because it was. */
  async leaseOver(key: string): Promise<void> {
    await eventually(`the lease of ${key} is over`, async () => {
      const { rowCount } = await this.chargeDb.query(
        'SELECT FROM idempotency_keys WHERE idempotency_key = $1 AND (epoch > 1 OR lease_until <= clock_timestamp())',
        [key],
      );
      return rowCount === 1;
    });
  }

  /** A process that has just started or woken up finds its event loop late and sheds: not stored, to be sent again. */
  untilAdmitted(send: () => Promise<Answer>): Promise<Answer> {
    return eventually('an answer that is no refusal for load', async () => {
      const answer = await send();
      return answer.status === 503 && answer.body.code === 'overloaded' ? undefined : answer;
    });
  }

  /** Sends the same request again and again, as a client does, until it is created. Resolves to all answers. */
  async sendUntilCreated(send: () => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    await eventually('the answer 201', async () => {
      const answer = await send();
      answers.push(answer);
      return answer.status === 201;
    });
    return answers;
  }

  /** Waits until every event is published and posted, then counts what the key's operation has left. */
  async tracesOf(key: string): Promise<Traces> {
    await this.drained();
    const { rows } = await this.chargeDb.query<{ id: string; state: string; events: string; provider_keys: string[] }>(
      `SELECT o.id, o.state,
              (SELECT count(*) FROM outbox e WHERE e.payload::json ->> 'operation_id' = o.id::text) AS events,
              (SELECT array_agg(provider_key) FROM provider_attempts a WHERE a.operation_id = o.id) AS provider_keys
       FROM operations o WHERE o.idempotency_key = $1`,
      [key],
    );
    const [operation] = rows;
    if (!operation || rows.length > 1) throw new Error(`${rows.length} operations have the key ${key}`);
    const entries = await this.ledgerDb.query('SELECT FROM journal_entries WHERE operation_id = $1', [operation.id]);
    const providerKeys = new Set(operation.provider_keys);
    const effects = await Promise.all([...providerKeys].map((providerKey) => this.effectsUnder(providerKey)));
    return {
      ...{ state: operation.state, events: Number(operation.events), entries: entries.rowCount ?? 0 },
      ...{ effects: effects.flat(), attempts: operation.provider_keys.length, providerKeys: providerKeys.size },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.chargeDb.end(), this.ledgerDb.end()]);
    await this.once.stop();
    await this.gate.close();
  }

  private async drained(): Promise<void> {
    await eventually('every event is published', () => this.isEmpty('SELECT FROM outbox WHERE published_at IS NULL'));
    const { rowCount: events } = await this.chargeDb.query('SELECT FROM outbox');
    await eventually(
      'every event is in the ledger',
      async () => (await this.ledgerDb.query('SELECT FROM inbox')).rowCount === events,
    );
  }

  private async isEmpty(sql: string): Promise<boolean> {
    return (await this.chargeDb.query(sql)).rowCount === 0;
  }
}
