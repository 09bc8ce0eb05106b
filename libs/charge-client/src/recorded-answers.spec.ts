import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARGE_BODY, ok, problem, rejectionOf, scripted } from '../test/scripted-api.ts';

const RECORDED = join(import.meta.dirname, '../../../contracts/recorded');

interface Exchange {
  request: { method: 'GET' | 'POST'; path: string };
  answer: { status: number; headers: Record<string, string>; body: object };
}

const readAs = async ({ request, answer }: Exchange): Promise<unknown> => {
  const { client, run } = scripted([answer]);
  const id = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';
  const [, , , , kind] = request.path.split(/[/?]/);
  if (request.method === 'POST') {
    if (kind === 'refunds') return run(client.refundCharge(id));
    if (kind === 'capture') return run(client.captureCharge(id));
    if (kind === 'cancel') return run(client.cancelCharge(id));
    return run(client.createCharge({ amount: 1, currency: 'EUR', source: 'tok_visa' }));
  }
  if (request.path.startsWith('/v1/idempotency-keys')) return run(client.getIdempotencyKey('k'));
  if (request.path.startsWith('/v1/charges?')) return run(client.listCharges());
  if (kind === 'timeline') return run(client.getChargeTimeline(id));
  if (kind === 'refunds') return run(client.getRefund(id, id));
  return run(client.getCharge(id));
};

describe.each(
  readdirSync(RECORDED)
    .filter((name) => /^\d/.test(name))
    .sort(),
)("today's client, of answers that version %s has given", (version) => {
  const exchanges = JSON.parse(readFileSync(join(RECORDED, version, 'client-requests.json'), 'utf8')) as Exchange[];

  it.each(exchanges.filter(({ answer }) => answer.status < 300))(
    'reads $answer.status to $request.method $request.path',
    async (exchange) => {
      expect(await readAs(exchange)).toBeDefined();
    },
  );

  it.each(exchanges.filter(({ answer }) => answer.status >= 400))(
    'tells $answer.body.code by its own error',
    async (exchange) => {
      const { code } = exchange.answer.body as { code: string };
      expect(await rejectionOf(readAs(exchange))).toMatchObject({ code, status: exchange.answer.status });
    },
  );
});

describe("today's client, of answers that a later version will give", () => {
  it('passes on a status of a charge that it does not know, and ignores members that it does not know', async () => {
    const later = { ...CHARGE_BODY, status: 'disputed', dispute: { reason: 'x' } };
    const { client, run } = scripted([{ ...ok(200), body: later }]);
    expect(await run(client.getCharge(CHARGE_BODY.id))).toMatchObject({ status: 'disputed', amount: 1099n });
  });

  it.each([
    [409, 'conflict'],
    [422, 'invalid_request'],
    [404, 'not_found'],
  ])('tells a code that it does not know by its status %d', async (status, code) => {
    const { client, run } = scripted([problem(status, 'invented_later', { retryable: false })]);
    const error = await rejectionOf(run(client.getCharge(CHARGE_BODY.id)));
    expect(error).toMatchObject({ code, status, problem: { code: 'invented_later' } });
  });
});
