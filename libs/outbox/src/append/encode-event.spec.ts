import { describe, expect, it } from '@jest/globals';
import { sampleEvent } from '../../test/sample-event.ts';
import { encodeEvent } from './encode-event.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('encodeEvent', () => {
  it('fixes the bytes of the body, whatever order its members came in', () => {
    const event = sampleEvent();
    const shuffled = Object.fromEntries(Object.entries(event.body).reverse()) as typeof event.body;
    expect(encodeEvent({ ...event, body: shuffled }).payload).toBe(encodeEvent(event).payload);
    expect(JSON.parse(encodeEvent(event).payload)).toEqual(event.body);
  });

  it('takes tenant and time of occurrence from the body', () => {
    expect(encodeEvent(sampleEvent())).toMatchObject({ tenantId: 'acme', occurredAt: '2026-11-20T10:00:00.123Z' });
  });

  it('refuses a body that tells about another charge or version', () => {
    const event = sampleEvent({ version: 2 });
    expect(() => encodeEvent({ ...event, version: 3 })).toThrow(/body\.version 2/);
    expect(() => encodeEvent({ ...event, chargeId: sampleEvent().chargeId })).toThrow(/body\.charge_id/);
  });

  it('refuses a shard that the topic does not have', () => {
    for (const shard of [-1, 12, 1.5, Number.NaN])
      expect(() => encodeEvent(sampleEvent({ shard }))).toThrow(/from 0 to 11/);
  });

  it('refuses a body that breaks the contract', () => {
    const event = sampleEvent();
    expect(() => encodeEvent({ ...event, body: { ...event.body, amount_minor: '10.99' } })).toThrow(/amount_minor/);
  });

  it('lets no idempotency key out, whatever the appender gives', () => {
    const event = sampleEvent();
    const request = { ...event.body.request, idempotency_key: 'order-4711' };
    expect(encodeEvent({ ...event, body: { ...event.body, request } }).payload).not.toContain('order-4711');
  });

  it('keeps a trace context and drops a malformed one without failing the payment', () => {
    expect(encodeEvent(sampleEvent({ traceparent: TRACEPARENT })).traceparent).toBe(TRACEPARENT);
    expect(encodeEvent(sampleEvent({ traceparent: 'garbage' })).traceparent).toBeNull();
    expect(encodeEvent(sampleEvent()).traceparent).toBeNull();
  });
});
