import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterEach(() => world.provider.control({}));
afterAll(() => world.stop());

/** What the reaper leaves of an answer when its time is over. */
const expire = (key: string) =>
  world.database.ownerPool.query('UPDATE idempotency_keys SET response_body = NULL WHERE idempotency_key = $1', [key]);

const chargeOf = async (fields: object = {}): Promise<string> =>
  String((await world.acme.charge({ ...fields })).body.id);

interface Refusal {
  /** Sends the request that is refused, under the key. */
  send: (key: string) => Promise<Answer>;
  status: number;
  body: object;
}

const REFUSALS: Record<string, () => Promise<Refusal>> = {
  '402 card_declined': () =>
    Promise.resolve({
      send: (key) => world.acme.charge({ source: 'tok_declined' }, { key }),
      ...{ status: 402, body: { code: 'card_declined', decline_code: 'generic_decline' } },
    }),
  '422 amount_too_large': async () => {
    const id = await chargeOf({ amount: 500 });
    const send = (key: string) => world.acme.refund(id, { amount: 501 }, { key });
    return { send, status: 422, body: { code: 'amount_too_large', charge_id: id } };
  },
  '422 charge_state_invalid': async () => {
    const id = await chargeOf();
    const send = (key: string) => world.acme.cancel(id, { key });
    return { send, status: 422, body: { code: 'charge_state_invalid', charge_id: id } };
  },
  '422 operation_abandoned': () => {
    const send = async (key: string): Promise<Answer> => {
      const first = await world.acme.charge({ reference: key }, { key });
      if (first.status !== 503) return first;
      await world.database.ownerPool.query(
        `UPDATE idempotency_keys SET last_seen_at = last_seen_at - interval '30 days' WHERE idempotency_key = $1`,
        [key],
      );
      await world.instances[0]!.app.get(AbandonOperations).run();
      return world.acme.charge({ reference: key }, { key });
    };
    return world.provider
      .addFault({ kind: 'refuse_before_effect', times: 1 })
      .then(() => ({ send, status: 422, body: { code: 'operation_abandoned' } }));
  },
};

describe('a refusal whose stored answer has expired', () => {
  it.each(Object.keys(REFUSALS))('is said again: %s', async (what) => {
    const { send, status, body } = await REFUSALS[what]!();
    const key = `k-${what.replaceAll(' ', '-')}`;
    const refused = await send(key);
    expect(refused).toMatchObject({ status, body });
    const before = await world.stored();
    await expire(key);
    const again = await send(key);
    expect(again).toMatchObject({ status, body: { ...body, retryable: false, charge_id: refused.body.charge_id } });
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    expect(again.headers.get('idempotency-expired')).toBe('true');
    expect(again.headers.get('should-retry')).toBe('false');
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    expect(await world.stored()).toEqual(before);
  });

  it('is told to the tenant that was refused and to no other who has the same key', async () => {
    const key = 'k-of-two-tenants';
    const declined = await world.acme.charge({ source: 'tok_declined' }, { key });
    expect((await world.globex.charge({}, { key })).status).toBe(201);
    await expire(key);
    expect(await world.acme.charge({ source: 'tok_declined' }, { key })).toMatchObject({
      ...{ status: 402, body: { charge_id: declined.body.charge_id } },
    });
    expect(await world.globex.charge({}, { key })).toMatchObject({ status: 200, body: { status: 'captured' } });
  });
});

describe('a success whose stored answer has expired', () => {
  it('shows the charge as it is now, wherever that is', async () => {
    const key = 'k-refunded-since';
    const made = await world.acme.charge({ amount: 500 }, { key });
    expect((await world.acme.refund(made.body.id, { amount: 200 })).status).toBe(201);
    await expire(key);
    const again = await world.acme.charge({ amount: 500 }, { key });
    expect(again).toMatchObject({ status: 200, body: { id: made.body.id, amount_refunded: 200 } });
    expect(again.headers.get('content-location')).toBe(`/v1/charges/${String(made.body.id)}`);
    expect(again.headers.get('idempotency-expired')).toBe('true');
  });
});
