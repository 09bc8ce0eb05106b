import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIVE_CURRENCIES } from '../../../libs/contracts/src/iso-4217.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import type { Answer } from './caller.ts';

let world: ChargeApiWorld;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
});
afterAll(() => world.stop());

/** What an earlier version did, whose table still had the kuna. */
const whileKunaWasInUse = async <T>(work: () => Promise<T>): Promise<T> => {
  const table = ACTIVE_CURRENCIES as Map<string, number>;
  table.set('HRK', 2);
  try {
    return await work();
  } finally {
    table.delete('HRK');
  }
};

const kuna = (key: string, fields: object = {}): Promise<Answer> =>
  world.acme.charge({ currency: 'HRK', ...fields }, { key });

const effectsOf = ({ body }: Answer) => world.provider.effectsOf(String(body.id));

describe('a new charge', () => {
  it.each(['HRK', 'BGN', 'XDR', 'ANG', 'CUC', 'SLL', 'XSU', 'ZWL'])(
    'in %s, which is not in use, is refused and leaves nothing',
    async (currency) => {
      const before = await world.stored();
      const refused = await world.acme.charge({ currency }, { key: `k-${currency}` });
      expect(refused).toMatchObject({
        status: 400,
        body: {
          ...{ code: 'invalid_request', retryable: false },
          errors: [{ pointer: '/currency', detail: expect.stringContaining('ISO 4217 currency in use') }],
        },
      });
      expect(await world.stored()).toEqual(before);
      // The key is not used up: the request, put right, is taken under it.
      expect(await world.acme.charge({}, { key: `k-${currency}` })).toMatchObject({ status: 201 });
    },
  );

  it.each(['ZZZ', 'XAU', 'XXX', 'XTS', 'USN', 'CHE', 'CLF', 'UYW', 'eur'])(
    'in %s is refused with the same words',
    async (currency) => {
      const refused = await world.acme.charge({ currency });
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      expect(refused.text).toContain('must be an ISO 4217 currency in use (list of 2026-01-01)');
    },
  );

  it('does not stand in the way of those claimed together with it', async () => {
    const answers = await Promise.all([kuna('k-mixed'), ...[1, 2, 3].map(() => world.acme.charge())]);
    expect(answers.map(({ status }) => status)).toEqual([400, 201, 201, 201]);
  });

  it.each([
    ['UGX', 0],
    ['CLP', 0],
    ['IQD', 3],
    ['HUF', 2],
    ['VED', 2],
  ])('in %s is stored with exponent %d', async (currency, exponent) => {
    const { body } = await world.acme.charge({ currency });
    const text = 'SELECT currency_exponent AS exponent FROM charges WHERE id = $1';
    expect((await world.database.ownerPool.query(text, [body.id])).rows).toEqual([{ exponent }]);
  });
});

describe('a currency that is withdrawn after a charge was made in it', () => {
  it('leaves the stored answer to a retry, and the key to its request', async () => {
    const first = await whileKunaWasInUse(() => kuna('k-kept'));
    expect(first.status).toBe(201);
    const again = await kuna('k-kept');
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await effectsOf(first)).toHaveLength(1);

    for (const other of [kuna('k-kept', { amount: 1 }), world.acme.charge({ currency: 'BGN' }, { key: 'k-kept' })]) {
      expect(await other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
  });

  it('lets an operation be finished that was taken before', async () => {
    await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
    expect(await whileKunaWasInUse(() => kuna('k-received'))).toMatchObject({ status: 503 });
    const done = await kuna('k-received');
    expect(done).toMatchObject({ status: 201, body: { currency: 'HRK', status: 'captured' } });
    expect(await effectsOf(done)).toMatchObject([{ currency: 'HRK' }]);
  });

  it('still is captured and refunded, and its events carry the exponent that was stored', async () => {
    const { body } = await whileKunaWasInUse(() => kuna('k-changed', { capture: false }));
    expect(await world.acme.post(`/v1/charges/${String(body.id)}/capture`, {})).toMatchObject({ status: 200 });
    expect(await world.acme.refund(body.id)).toMatchObject({ status: 201 });
    const { rows } = await world.database.ownerPool.query(
      `SELECT event_type, payload::json ->> 'currency' AS currency, payload::json -> 'currency_exponent' AS exponent
       FROM outbox WHERE charge_id = $1 ORDER BY version`,
      [body.id],
    );
    expect(rows).toMatchObject([
      { event_type: 'payments.charge.authorized.v1', currency: 'HRK', exponent: 2 },
      { event_type: 'payments.charge.captured.v1', currency: 'HRK', exponent: 2 },
      { event_type: 'payments.charge.refunded.v1', currency: 'HRK', exponent: 2 },
    ]);
  });
});
