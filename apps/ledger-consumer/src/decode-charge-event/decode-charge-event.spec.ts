import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord } from '@once/messaging';
import fc from 'fast-check';
import { consumedRecord } from '../../test/charge-event-record.ts';
import { decodeChargeEvent } from './decode-charge-event.ts';

const CHARGE = '0193f5a0-7c4e-7bbb-8c00-000000000001';
const EVENT = '0193f5a0-7c4e-7bbb-8c00-0000000000e1';
const good = consumedRecord({ chargeId: CHARGE, eventId: EVENT, version: 3 }, { partition: 4, offset: 17 });
const withValue = (value: Buffer | null): ConsumedRecord => ({ ...good, value });
const withBody = (members: object): ConsumedRecord =>
  withValue(Buffer.from(JSON.stringify({ ...(JSON.parse(String(good.value)) as object), ...members })));
const withHeader = (name: string, value: string | Buffer[] | undefined): ConsumedRecord => ({
  ...good,
  headers: { ...good.headers, [name]: value },
});
const reasonOf = (record: ConsumedRecord): string => {
  const decoded = decodeChargeEvent(record);
  return decoded.kind === 'ok' ? 'ok' : decoded.reason;
};

describe('decodeChargeEvent', () => {
  it('reads identity, order, money and trace of an event', () => {
    expect(decodeChargeEvent(good)).toMatchObject({
      kind: 'ok',
      event: {
        eventId: EVENT,
        chargeId: CHARGE,
        version: 3n,
        type: 'payments.charge.captured.v1',
        tenantId: 'acme',
        amountMinor: 1099n,
        currency: 'EUR',
        currencyExponent: 2,
        occurredAt: '2026-11-20T10:00:00.123Z',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        origin: { topic: 'payments.charges.v1', partition: 4, offset: '17' },
      },
    });
  });

  it('keeps an amount that a JSON number would lose', () => {
    const decoded = decodeChargeEvent(withBody({ amount_minor: '9007199254740993' }));
    expect(decoded).toMatchObject({ event: { amountMinor: 9_007_199_254_740_993n } });
  });

  it('reads whose money moved and what the provider calls it, and takes an event that does not say', () => {
    const known = withBody({ provider_account: 'simulator:acct_1', provider_effect_id: 'eff_1' });
    expect(decodeChargeEvent(known)).toMatchObject({
      event: { providerAccount: 'simulator:acct_1', providerEffectId: 'eff_1' },
    });
    expect(decodeChargeEvent(good)).toMatchObject({ event: { providerAccount: null, providerEffectId: null } });
  });

  it.each([
    ['the key itself', { id: 'req_1', idempotency_key: 'k' }],
    ['the hash of the key', { id: 'req_1', idempotency_key_sha256: 'a'.repeat(64) }],
    ['neither', { id: 'req_1' }],
  ])('takes a request that tells %s', (_what, request) => {
    expect(reasonOf(withBody({ request }))).toBe('ok');
  });

  it('takes an event whose header repeats its version, and one without that header', () => {
    expect(reasonOf(withHeader('ce_chargeversion', '3'))).toBe('ok');
    expect(reasonOf(withHeader('ce_chargeversion', undefined))).toBe('ok');
  });

  const NUL = String.fromCharCode(0);
  const rejections: Array<[what: string, record: ConsumedRecord, reason: string]> = [
    ['no value', withValue(null), 'missing_value'],
    ['an empty value', withValue(Buffer.alloc(0)), 'invalid_json'],
    ['65,537 bytes', withValue(Buffer.alloc(65_537, ' ')), 'oversized'],
    ['random bytes', withValue(Buffer.from('fffe00ff', 'hex')), 'invalid_json'],
    ['a truncated body', withValue((good.value as Buffer).subarray(0, -3)), 'invalid_json'],
    ['30,000 open brackets', withValue(Buffer.from('['.repeat(30_000))), 'invalid_json'],
    ['a list', withValue(Buffer.from('[]')), 'invalid_body'],
    ['null', withValue(Buffer.from('null')), 'invalid_body'],
    ['an amount as number', withBody({ amount_minor: 1099 }), 'invalid_body'],
    ['a negative amount', withBody({ amount_minor: '-5' }), 'invalid_body'],
    ['an amount beyond 64 bits', withBody({ amount_minor: '9223372036854775808' }), 'invalid_body'],
    ['an amount of 0 where money moves', withBody({ amount_minor: '0' }), 'invalid_body'],
    ['version 0', withBody({ version: 0 }), 'invalid_body'],
    ['version 1.5', withBody({ version: 1.5 }), 'invalid_body'],
    ['an unknown currency', withBody({ currency: 'XQX' }), 'invalid_body'],
    ['NUL in the tenant', withBody({ tenant_id: `a${NUL}b` }), 'invalid_body'],
    ['another charge in the body', withBody({ charge_id: '0193f5a0-7c4e-7bbb-8c00-000000000002' }), 'key_mismatch'],
    ['no key', { ...good, key: null }, 'key_mismatch'],
    ['another subject', withHeader('ce_subject', 'someone-else'), 'key_mismatch'],
    ['another partition key', withHeader('ce_partitionkey', 'someone-else'), 'key_mismatch'],
    ['another version in the header', withHeader('ce_chargeversion', '4'), 'invalid_header'],
    ['an account that Postgres would not take', withBody({ provider_account: `a${NUL}b` }), 'invalid_body'],
    ['an effect id that Postgres would not take', withBody({ provider_effect_id: `a${NUL}b` }), 'invalid_body'],
    ['an empty account', withBody({ provider_account: '' }), 'invalid_body'],
    ['no headers', { ...good, headers: {} }, 'foreign_event'],
    ['another specversion', withHeader('ce_specversion', '0.3'), 'foreign_event'],
    ['another source', withHeader('ce_source', '/elsewhere'), 'foreign_event'],
    ['an unknown type', withHeader('ce_type', 'payments.charge.disputed.v1'), 'foreign_event'],
    ['the name of an object member as type', withHeader('ce_type', 'constructor'), 'foreign_event'],
    ['an id that is no UUID', withHeader('ce_id', '17'), 'invalid_header'],
    ['two ids', withHeader('ce_id', [Buffer.from(EVENT), Buffer.from(EVENT)]), 'invalid_header'],
    ['Avro', withHeader('content-type', 'application/avro'), 'unsupported_content_type'],
    ['no content type', withHeader('content-type', undefined), 'unsupported_content_type'],
  ];

  it.each(rejections)('judges %s', (_what, record, reason) => {
    expect(reasonOf(record)).toBe(reason);
  });

  it('rejects bytes that are not UTF-8 inside otherwise good JSON', () => {
    const broken = Buffer.from((good.value as Buffer).toString('latin1').replace('acme', 'ac\xffe'), 'latin1');
    expect(reasonOf(withValue(broken))).toBe('invalid_json');
  });

  it('says which member is wrong and never what it held', () => {
    const decoded = decodeChargeEvent(withBody({ currency: 'secret-value' }));
    expect(decoded).toMatchObject({ detail: expect.stringMatching(/^currency: /) });
    expect(JSON.stringify(decoded)).not.toContain('secret-value');
  });

  it('ignores members and headers that it does not know', () => {
    expect(reasonOf(withBody({ added_later: true }))).toBe('ok');
    expect(reasonOf(withHeader('ce_dataschema', 'x'))).toBe('ok');
  });

  it('takes a content type with a parameter and in any case', () => {
    expect(reasonOf(withHeader('content-type', 'Application/JSON; charset=utf-8'))).toBe('ok');
  });

  it('drops a malformed trace context and keeps the event', () => {
    const decoded = decodeChargeEvent(withHeader('traceparent', 'not-a-trace'));
    expect(decoded.kind === 'ok' && 'traceparent' in decoded.event).toBe(false);
  });

  it('takes an amount of 0 where no money moves', () => {
    expect(reasonOf(consumedRecord({ type: 'canceled', body: { amount_minor: '0' } }))).toBe('ok');
  });

  it('never throws, whatever the bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const header = fc.oneof(bytes, fc.string(), fc.array(bytes, { maxLength: 3 }), fc.constant(undefined));
    const known = fc.constantFrom(...Object.keys(good.headers));
    fc.assert(
      fc.property(fc.option(bytes), fc.option(bytes), fc.dictionary(known, header), (key, value, headers) => {
        const decoded = decodeChargeEvent({ ...good, key, value, headers: { ...good.headers, ...headers } });
        expect(['ok', 'rejected']).toContain(decoded.kind);
      }),
    );
  });

  it('never throws on JSON of another shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(decodeChargeEvent(withValue(Buffer.from(JSON.stringify(json)))).kind).toBe('rejected');
      }),
    );
  });
});

describe('the payload hashes', () => {
  const hashesOf = (record: ConsumedRecord): Record<number, string> => {
    const decoded = decodeChargeEvent(record);
    if (decoded.kind !== 'ok') throw new Error(decoded.detail);
    return Object.fromEntries(
      decoded.event.payloadHashes.map(({ version, sha256 }) => [version, sha256.toString('hex')]),
    );
  };
  const request = { id: 'req_1', idempotency_key: 'key_1' };
  const withKey = withBody({ request });

  it('are the same for the same facts in other bytes', () => {
    const body = JSON.parse(String(withKey.value)) as object;
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    const respelled = withValue(Buffer.from(JSON.stringify({ ...reordered, added_later: 1 }, null, 2)));
    expect(hashesOf(respelled)).toEqual(hashesOf(withKey));
    expect(Object.keys(hashesOf(withKey))).toEqual(['1', '2']);
  });

  const OTHER_EFFECT: Array<[what: string, other: ConsumedRecord]> = [
    ['type', withHeader('ce_type', 'payments.charge.refunded.v1')],
    ['tenant', withBody({ tenant_id: 'globex' })],
    ['operation', withBody({ operation_id: '0193f5a0-7c4e-7bbb-8c00-0000000000f2' })],
    ['amount', withBody({ amount_minor: '1098' })],
    ['currency', withBody({ currency: 'USD' })],
    ['exponent', withBody({ currency_exponent: 3 })],
    ['provider', withBody({ provider: 'stripe' })],
    ['provider account', withBody({ provider_account: 'simulator:acct_2' })],
    ['effect', withBody({ provider_effect_id: 'eff_2' })],
  ];

  it.each(OTHER_EFFECT)('differ in version 2 when the %s does', (_what, other) => {
    expect(hashesOf(other)[2]).not.toBe(hashesOf(good)[2]);
  });

  it.each([
    ['version', { ...withBody({ version: 4 }), headers: withHeader('ce_chargeversion', '4').headers }],
    ['time', withBody({ occurred_at: '2026-11-20T10:00:07.000Z' })],
    ['request', withBody({ request: { id: 'req_2', idempotency_key_sha256: 'b'.repeat(64) } })],
    ['trace', withHeader('traceparent', undefined)],
  ])('are the same in version 2 when only the %s is another: the event was made again', (_what, other) => {
    expect(hashesOf(other)[2]).toBe(hashesOf(good)[2]);
  });

  it('have no version 1 without the key, which went into it', () => {
    expect(Object.keys(hashesOf(withBody({ request: { id: 'req_1' } })))).toEqual(['2']);
  });

  it('do not change between builds: stored hashes were made with them', () => {
    const operation_id = '0193f5a0-7c4e-7bbb-8c00-0000000000f1';
    const without = withBody({ operation_id, request });
    expect(hashesOf(without)).toEqual({
      1: '964dfe9ed97451b4b5da3f7f4274e0d93701fa5d19c6b74c45665f8b6769d881',
      2: '3d215f288f41377463c5df7e0c9685941ce51d3e6b1ffd3ccb65cda6c5137680',
    });
    const account = { provider_account: 'simulator:acct_1', provider_effect_id: 'eff_1' };
    expect(hashesOf(withBody({ operation_id, ...account }))).toMatchObject({
      2: '9705cb7eb2998797d4dd3eebbd1ab296c36cf8bae8242987ccdff2534926d8de',
    });
  });
});
