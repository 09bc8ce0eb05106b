import { shardOfCharge } from '@once/contracts';
import { fingerprintOf } from '@once/idempotency';
import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Caller } from './caller.ts';

interface Intent {
  key: string;
  amount: number;
  currency: string;
  source: string;
}

/**
 * The states that the contract with charge-client names, brought about by real requests where a request can do it and
 * by rows where only a crash could.
 */
export class ContractStates {
  private readonly pool: Pool;
  private readonly url: string;
  private readonly tenantId = randomUUID();
  private apiKey = '';

  constructor(pool: Pool, url: string) {
    this.pool = pool;
    this.url = url;
  }

  async tenantWithApiKey({ api_key: apiKey }: { api_key: string }): Promise<void> {
    this.apiKey = apiKey;
    const keyHash = createHash('sha256').update(apiKey).digest();
    await this.pool.query(`INSERT INTO tenants (id, name) VALUES ($1, 'contract') ON CONFLICT DO NOTHING`, [
      this.tenantId,
    ]);
    await this.pool.query(`INSERT INTO api_keys (key_hash, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      ...[keyHash, this.tenantId],
    ]);
  }

  async noOperationUnderKey({ key }: { key: string }): Promise<void> {
    const { rowCount } = await this.pool.query('SELECT FROM idempotency_keys WHERE idempotency_key = $1', [key]);
    if (rowCount !== 0) throw new Error(`${key} was used before: a state of another interaction is in the way`);
  }

  async keyWasUsed({ key, ...body }: Intent): Promise<void> {
    const caller = new Caller(this.url, { apiKey: this.apiKey, tenantId: this.tenantId });
    const answer = await caller.post('/v1/charges', body, { key });
    if (answer.status !== 201) throw new Error(`the state could not be made: ${answer.text}`);
  }

  /** As a worker leaves it that died while it asked the provider; its lease outlasts the verification. */
  async keyIsInFlight({ key, amount, currency, source }: Intent): Promise<void> {
    const chargeId = randomUUID();
    const fingerprint = fingerprintOf({
      ...{ operation: 'charge.create', resourceIds: [], input: { amount, currency, source } },
    });
    await this.pool.query(
      `INSERT INTO idempotency_keys (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state,
                                     epoch, claim_id, lease_until, attempt, resource_id, expires_at)
       VALUES ($1, $2, 'charge.create', $3, 1, 'PROCESSING', 1, $4, clock_timestamp() + interval '1 hour', 1, $5,
               clock_timestamp() + interval '7 days')`,
      [this.tenantId, key, fingerprint, randomUUID(), chargeId],
    );
    await this.insertCharge(chargeId, 'pending', { amount, currency });
    await this.pool.query(
      `INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id)
       VALUES ($1, $2, $3, $4, 'charge.create', 'pending', $5, $6, 'req_contract')`,
      [randomUUID(), this.tenantId, key, chargeId, amount, JSON.stringify({ source, capture: true })],
    );
  }

  async chargeExists(charge: { charge_id: string; amount: number; currency: string }): Promise<void> {
    await this.insertCharge(charge.charge_id, 'captured', charge);
  }

  private async insertCharge(
    id: string,
    status: 'pending' | 'captured',
    { amount, currency }: { amount: number; currency: string },
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO charges (id, tenant_id, status, shard, amount_minor, currency, currency_exponent, provider,
                            amount_captured_minor, provider_payment_id)
       VALUES ($1, $2, $3, $4, $5, $6, 2, 'simulator', $7, 'pay_contract')`,
      [id, this.tenantId, status, shardOfCharge(id), amount, currency, status === 'captured' ? amount : 0],
    );
  }
}
