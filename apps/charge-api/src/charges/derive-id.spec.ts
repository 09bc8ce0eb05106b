import { describe, expect, it } from '@jest/globals';
import { deriveChargeId, deriveEventId, deriveOperationId } from './derive-id.ts';

const IDENTITY = {
  tenantId: '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e',
  operation: 'charge.create',
  idempotencyKey: 'order-1',
};
const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** By `sha256sum` of the text with its zero bytes, then version and variant by hand. */
const PINNED = [
  'c27ae9e1-5c86-8015-a83f-3f254fa0101d',
  '8253ba79-60e2-88db-b425-af30e1b0a31f',
  '14311bf2-1057-87cf-8119-4cc9623c76e5',
  '93ffc83b-c5ba-8311-9124-78daa10ca477',
];

const idsOf = (identity: typeof IDENTITY): string[] => [
  deriveChargeId(identity),
  deriveOperationId(identity),
  deriveEventId('payments.charge.captured.v1', identity),
  deriveEventId('payments.charge.refunded.v1', identity),
];

describe('a derived id', () => {
  it('is what it was in every version so far', () => {
    expect(idsOf(IDENTITY)).toEqual(PINNED);
  });

  it('is a UUID of version 8, and no two of an operation are alike', () => {
    const ids = idsOf(IDENTITY);
    for (const id of ids) expect(id).toMatch(UUID_V8);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['tenant', { tenantId: '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9f' }],
    ['operation', { operation: 'refund.create' }],
    ['key', { idempotencyKey: 'order-2' }],
    ['key by its case', { idempotencyKey: 'Order-1' }],
  ])('is another one for another %s', (_, fields) => {
    const others = idsOf({ ...IDENTITY, ...fields });
    for (const [index, id] of idsOf(IDENTITY).entries()) expect(others[index]).not.toBe(id);
  });

  it('does not depend on how a tenant is written', () => {
    expect(idsOf({ ...IDENTITY, tenantId: IDENTITY.tenantId.toUpperCase() })).toEqual(idsOf(IDENTITY));
  });
});
