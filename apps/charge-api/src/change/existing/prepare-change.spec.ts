import { describe, expect, it } from '@jest/globals';
import { CHARGE_STATUSES } from '@once/contracts';
import type { Claim } from '@once/idempotency';
import { ACCOUNT } from '../../../test/a-success.ts';
import { aCharge, CHARGE_ID } from '../../../test/a-charge.ts';
import { CANCEL, EXPIRE } from '../rules/release.rules.ts';
import { CAPTURE } from '../rules/capture.rule.ts';
import { providerUnavailable } from '../../charges/operation-refusal.ts';
import { REFUND } from '../rules/refund.rule.ts';
import type { ChangeChargeCommand } from './change-charge.command.ts';
import { prepareChange } from './prepare-change.ts';

const OPERATION_ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d00';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const RULES = [CAPTURE, CANCEL, EXPIRE, REFUND];

const claimOf = (amountMinor: bigint | null): Claim<ChangeChargeCommand> => ({
  request: {
    ...{ tenantId: 't', idempotencyKey: 'k', operation: 'charge.capture', resourceIds: [CHARGE_ID] },
    command: {
      ...{ chargeId: CHARGE_ID, amountMinor, requestId: 'req_1', traceparent: TRACEPARENT },
      instance: `/v1/charges/${CHARGE_ID}/capture`,
    },
  },
  ...{ claimId: 'c', epoch: 1n, resourceId: OPERATION_ID, attempt: 1 },
  ...{ isResumed: false, mayHaveActed: false, unsettled: null },
});

const found = (charge: ReturnType<typeof aCharge> | undefined, hasOpenChange = false) => ({
  ...{ charge, hasOpenChange, hasWaitingCapture: false, account: ACCOUNT, unserved: null },
});

describe('prepareChange', () => {
  it('makes an operation of what is allowed, under a provider key derived from it', () => {
    expect(prepareChange(CAPTURE, claimOf(400n), found(aCharge('authorized')))).toEqual({
      preparation: { kind: 'prepared' },
      operation: {
        ...{ id: OPERATION_ID, tenantId: 't', idempotencyKey: 'k', chargeId: CHARGE_ID, kind: 'charge.capture' },
        ...{ amountMinor: 400n, input: {}, requestId: 'req_1', traceparent: TRACEPARENT, failureCode: null },
        ...{ provider: 'simulator', providerAccount: ACCOUNT, providerKey: `once_${OPERATION_ID}` },
      },
    });
  });

  it('notes the provider that holds the payment', () => {
    const charge = aCharge('captured', { provider: 'another' });
    expect(prepareChange(REFUND, claimOf(null), found(charge)).operation?.provider).toBe('another');
  });

  it.each([ACCOUNT, null])('begins nothing where the account of the charge may not be called', (account) => {
    const elsewhere = { ...found(aCharge('authorized')), account, unserved: providerUnavailable() };
    expect(prepareChange(CAPTURE, claimOf(400n), elsewhere)).toEqual({
      preparation: { kind: 'withdrawn', refusal: expect.objectContaining({ code: 'provider_unavailable' }) },
    });
  });

  it('keeps what is refused for good: the answer under the key, the operation as failed', () => {
    const { preparation, operation } = prepareChange(CAPTURE, claimOf(1_001n), found(aCharge('authorized')));
    expect(operation).toMatchObject({ failureCode: 'amount_too_large', amountMinor: 1_001n });
    if (preparation.kind !== 'settled') throw new Error(`it is ${preparation.kind}`);
    const { state, answer } = preparation.settled;
    expect({ state, status: answer.status }).toEqual({ state: 'FAILED', status: 422 });
    expect(answer.headers).toMatchObject({ 'should-retry': 'false' });
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      ...{ code: 'amount_too_large', amount_left: 1_000, charge_id: CHARGE_ID, retryable: false },
      ...{ request_id: 'req_1', instance: `/v1/charges/${CHARGE_ID}/capture` },
    });
  });

  it('says nothing of an amount where the status is the reason', () => {
    const { preparation, operation } = prepareChange(CANCEL, claimOf(null), found(aCharge('captured')));
    expect(operation).toMatchObject({ failureCode: 'charge_state_invalid', amountMinor: 0n });
    if (preparation.kind !== 'settled') throw new Error(`it is ${preparation.kind}`);
    expect(JSON.parse(preparation.settled.answer.body.toString())).not.toHaveProperty('amount_left');
  });

  it('leaves no trace of what has to wait, and says when to ask again', () => {
    const { preparation, operation } = prepareChange(CANCEL, claimOf(null), found(aCharge('authorized'), true));
    expect(operation).toBeUndefined();
    expect(preparation).toMatchObject({
      ...{ kind: 'withdrawn' },
      refusal: { code: 'charge_busy', retryAfterMs: 1_000, extras: { charge_id: CHARGE_ID } },
    });
  });

  it('leaves no trace of a charge that is not there', () => {
    expect(prepareChange(REFUND, claimOf(1n), found(undefined))).toEqual({
      preparation: { kind: 'withdrawn', refusal: { code: 'not_found', detail: expect.any(String) } },
    });
  });

  it.each(CHARGE_STATUSES)(
    'has an operation exactly where the key is kept, for every change of a %s charge',
    (status) => {
      for (const rule of RULES) {
        for (const amountMinor of [null, 1n, 1_001n]) {
          for (const hasOpenChange of [false, true]) {
            const prepared = prepareChange(rule, claimOf(amountMinor), found(aCharge(status), hasOpenChange));
            expect(prepared.operation === undefined).toBe(prepared.preparation.kind === 'withdrawn');
            expect(prepared.operation?.failureCode === null).toBe(prepared.preparation.kind === 'prepared');
          }
        }
      }
    },
  );
});
