import { describe, expect, it } from '@jest/globals';
import { scrubSecrets } from './scrub-secrets.ts';

const PAN = '4242424242424242';

describe('scrubSecrets', () => {
  it.each([
    ['a connection string', 'connect to postgres://charge:hunter2@db:5432/charge failed', 'hunter2'],
    ['a password in a conninfo', 'host=db user=charge password=hunter2 dbname=charge', 'hunter2'],
    ['a query string', 'GET /v1/charges?limit=1&api_key=hunter2&x=1', 'hunter2'],
    ['a bearer token', 'sent Authorization: Bearer hunter2.x-y', 'hunter2'],
    ['an API key', 'no tenant has sk_live_hunter2', 'hunter2'],
    ['a notice secret', 'signed with whsec_aHVudGVyMg==', 'aHVudGVyMg'],
    ['a source', 'refused tok_hunter2', 'hunter2'],
    ['a card number', `refused ${PAN}`, PAN],
    ['a grouped card number', 'refused 4242 4242 4242 4242!', '4242 4242'],
    ['a body in a text', '{"amount":1,"source":"hunter2"}', 'hunter2'],
  ])('takes %s out of a message and leaves a line that is JSON', (_what, msg, secret) => {
    const scrubbed = scrubSecrets(JSON.stringify({ level: 'error', msg, err: { stack: `Error: ${msg}\n  at x` } }));
    expect(scrubbed).not.toContain(secret);
    expect(JSON.parse(scrubbed)).toMatchObject({ level: 'error', msg: expect.stringContaining('[redacted]') });
  });

  it.each(['authorization', 'cookie', 'password', 'source', 'api_key', 'Set-Cookie'])(
    'takes the value of %s away, however deep it stands',
    (name) => {
      const line = { a: { b: [{ c: { [name]: 'hunter2 "quoted"' } }] }, [name]: ['hunter2', 'twice'], after: 'kept' };
      const scrubbed = scrubSecrets(JSON.stringify(line));
      expect(scrubbed).not.toContain('hunter2');
      expect(JSON.parse(scrubbed)).toMatchObject({ after: 'kept' });
    },
  );

  it('leaves ids, times, offsets and amounts alone', () => {
    const line = JSON.stringify({
      time: '2026-11-27T12:00:00.000Z',
      at: 4242424242424242,
      trace_id: '42424242424242424242424242424242',
      charge_id: '01a21cf7-099d-74ab-961a-cf0778148136',
      request_id: 'req_01a21cf7-099d-74ab-961a-cf0778148136',
      offset: '4242424242424241',
      amount_minor: '1099',
      url: 'http://127.0.0.1:3000/v1/charges',
    });
    // Digits alone are refused as a card number by contract, so an offset of sixteen digits would be, too.
    expect(JSON.parse(scrubSecrets(line))).toEqual({ ...(JSON.parse(line) as object), offset: '[redacted]' });
  });
});
