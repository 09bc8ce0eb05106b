import { ExpireCharges } from '../src/change/expire/expire-charges.ts';
import type { ChargeApiWorld } from './charge-api-world.ts';

/** Charges of the tenant acme over 1,000 minor units, and what became of them on all sides. */
export class AcmeCharges {
  private readonly world: ChargeApiWorld;

  constructor(world: ChargeApiWorld) {
    this.world = world;
  }

  async authorize(fields: Record<string, unknown> = {}): Promise<string> {
    const { status, body, text } = await this.world.acme.charge({ amount: 1_000, capture: false, ...fields });
    if (status !== 201 || body.status !== 'authorized') throw new Error(`not authorized: ${text}`);
    return String(body.id);
  }

  /** An authorization whose time is over. */
  async authorizeOverdue(): Promise<string> {
    const chargeId = await this.authorize();
    await this.endAuthorization(chargeId);
    return chargeId;
  }

  /** Moves the end of an authorization into the past, as the passing of time would. */
  async endAuthorization(chargeId: string): Promise<void> {
    const sql = `UPDATE charges SET authorization_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`;
    await this.world.database.ownerPool.query(sql, [chargeId]);
  }

  /** One round of the job on one instance; how many charges it took on. */
  expire(instance = 0): Promise<number> {
    return this.world.instances[instance]!.app.get(ExpireCharges).run();
  }

  async show(chargeId: string): Promise<Record<string, unknown>> {
    return (await this.world.acme.get(`/v1/charges/${chargeId}`)).body;
  }

  /** What the provider did for a charge, by its own record: `capture 1000`. */
  async effectsOf(chargeId: string): Promise<string[]> {
    const effects = await this.world.provider.effectsOf(chargeId);
    return effects.map(({ operation, amount_minor: amount }) => `${operation} ${amount}`);
  }
}
