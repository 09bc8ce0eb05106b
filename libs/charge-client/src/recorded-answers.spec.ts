import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateChargeInput } from './request/request-bodies.ts';
import { CHARGE_BODY, ok, problem, rejectionOf, scripted } from '../test/scripted-api.ts';

const RECORDED = join(import.meta.dirname, '../../../contracts/recorded');

interface Exchange {
  request: { method: 'GET' | 'POST'; path: string; body?: string };
  answer: { status: number; headers: Record<string, string>; body: object };
}

/** The ids of a recorded exchange are placeholders in braces, so that whoever replays it can put in others. */
const withIds = (exchange: Exchange): Exchange =>
  JSON.parse(JSON.stringify(exchange).replaceAll(/\{(\w+)\}/g, 'id-of-$1')) as Exchange;

/** Asks what the recorded request asked for. */
const readAs = async (exchange: Exchange): Promise<unknown> => {
  const { request, answer } = withIds(exchange);
  const { client, run } = scripted([answer]);
  const [, , resource, id = '', kind, refundId = ''] = request.path.split(/[/?]/);
  if (request.method === 'POST') {
    const input = JSON.parse(request.body ?? '{}') as CreateChargeInput;
    if (kind === 'refunds') return run(client.refundCharge(id, input));
    if (kind === 'capture') return run(client.captureCharge(id, input));
    if (kind === 'cancel') return run(client.cancelCharge(id));
    return run(client.createCharge(input));
  }
  if (resource === 'idempotency-keys') return run(client.getIdempotencyKey(id));
  if (id.startsWith('limit=')) return run(client.listCharges());
  if (kind === 'timeline') return run(client.getChargeTimeline(id));
  if (kind === 'refunds') return run(client.getRefund(id, refundId));
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

  it.each([409, 422, 404])('takes a code that it does not know for no verdict at status %d', async (status) => {
    const { client, run } = scripted([problem(status, 'invented_later', { retryable: false }), ok(200)]);
    expect((await run(client.getCharge(CHARGE_BODY.id))).answer.attempts).toHaveLength(2);
  });
});
