import { ChargeClient, OutcomeUnknownError, RetryBudget } from '@once/charge-client';
import { describe, expect, it } from '@jest/globals';
import { JUNK_KINDS, junkAnswer, type JunkKind } from './junk-answer.ts';

const ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';
const chargeOf = (amount: number, id: string) => ({
  kind: 'answered' as const,
  status: 201,
  headers: { 'content-type': 'application/json', location: `/v1/charges/${id}` },
  body: Buffer.from(
    JSON.stringify({
      ...{ id, status: 'captured', amount, currency: 'EUR', amount_captured: amount, amount_refunded: 0 },
      ...{ reference: null, description: null, metadata: {}, created_at: '2026-11-20T10:00:00.000Z' },
    }),
  ),
});
const request = { method: 'POST', url: '/v1/charges', headers: {}, body: Buffer.from('{"amount":1099}') };

/** What the real client makes of it, when nothing else ever comes. */
const endingOf = async (junk: JunkKind | null): Promise<unknown> => {
  const answer = chargeOf(1099, ID);
  const { status, headers, body } =
    junk === null ? answer : junkAnswer(junk, { answer, request, earlier: chargeOf(1098, ID) });
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const client = new ChargeClient({
    ...{ baseUrl: 'http://charges.test', apiKey: 'k', budget: new RetryBudget(), retry: { maxRetries: 0 } },
    fetch: () =>
      Promise.resolve(new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers: plain })),
  });
  return client.createCharge({ amount: 1099, currency: 'EUR', source: 'tok_visa' }).catch((error: unknown) => error);
};

describe('junkAnswer', () => {
  // With a real fetch its bytes are no gzip; given as a Response they are what they were.
  it.each(JUNK_KINDS.filter((kind) => kind !== 'wrong_encoding'))('%s tells charge-client nothing', async (kind) => {
    expect(await endingOf(kind)).toBeInstanceOf(OutcomeUnknownError);
  });

  it('is told from the answer that it stands in for', async () => {
    expect(await endingOf(null)).toMatchObject({ id: ID });
  });

  it('gives no answer to another call that could be taken for its own', () => {
    const answer = chargeOf(1099, ID);
    const { body } = junkAnswer('answer_to_another', { answer, request, earlier: answer });
    expect(body).toHaveLength(0);
  });
});
