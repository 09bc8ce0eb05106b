import { describe, expect, it } from '@jest/globals';
import { CHARGE_ID, problem, rejectionOf, scripted, type Step } from '../test/scripted-api.ts';
import * as errors from './errors/error-classes.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };

async function errorOf(step: Step): Promise<unknown> {
  const { client, run } = scripted([step], { retry: { maxRetries: 0, maxWaits: 0 } });
  return rejectionOf(run(client.createCharge(CHARGE, { idempotencyKey: 'k-1' })));
}

describe('typed errors', () => {
  it.each([
    [400, 'invalid_request', errors.InvalidRequestError],
    [400, 'invalid_json', errors.InvalidRequestError],
    [400, 'idempotency_key_missing', errors.InvalidRequestError],
    [401, 'unauthorized', errors.AuthenticationError],
    [402, 'card_declined', errors.CardDeclinedError],
    [404, 'not_found', errors.NotFoundError],
    [409, 'charge_busy', errors.ConflictError],
    [409, 'reference_in_use', errors.ConflictError],
    [413, 'body_too_large', errors.InvalidRequestError],
    [422, 'idempotency_key_reused', errors.IdempotencyKeyReusedError],
    [422, 'charge_state_invalid', errors.InvalidRequestError],
    [422, 'amount_too_large', errors.InvalidRequestError],
    [429, 'rate_limited', errors.RateLimitedError],
    [503, 'overloaded', errors.ApiUnavailableError],
  ])('%i %s has a class of its own', async (status, code, errorClass) => {
    const error = await errorOf(problem(status, code, { retryable: false }));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({
      name: errorClass.name,
      code,
      status,
      requestId: 'req_problem',
      idempotencyKey: 'k-1',
      retryable: false,
      attempts: [expect.objectContaining({ attempt: 1, status })],
    });
  });

  it('gives the details that each kind has', async () => {
    const declined = await errorOf(problem(402, 'card_declined', { decline_code: 'insufficient_funds' }));
    expect(declined).toMatchObject({ declineCode: 'insufficient_funds' });

    const pointers = [{ pointer: '/amount', detail: 'must be an integer' }];
    expect(await errorOf(problem(400, 'invalid_request', { errors: pointers }))).toMatchObject({
      fieldErrors: pointers,
    });

    const inUse = await errorOf(problem(409, 'reference_in_use', { charge_id: CHARGE_ID }));
    expect(inUse).toMatchObject({ conflictingChargeId: CHARGE_ID });

    const tooLarge = await errorOf(problem(422, 'amount_too_large', { amount_left: 250 }));
    expect(JSON.parse(JSON.stringify(tooLarge))).toMatchObject({ problem: { amountLeft: '250' } });
  });

  it('says in one line what happened', async () => {
    const error = await errorOf(problem(402, 'card_declined'));
    expect((error as Error).message).toBe(
      'createCharge: card_declined, last answer 402 card_declined, attempts 1, stopped by not_retryable, request req_problem',
    );
  });
});
