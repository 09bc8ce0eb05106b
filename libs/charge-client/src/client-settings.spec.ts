import { describe, expect, it } from '@jest/globals';
import { ChargeClient } from './charge-client.ts';

const make = (options: object) => () =>
  new ChargeClient({ baseUrl: 'http://charges.test', apiKey: 'sk_1', ...options });

describe('the options of a ChargeClient', () => {
  it('lists everything that is wrong in one error', () => {
    expect(
      make({ apiKey: '', attemptTimeoutMs: 0, deadlineMs: -1, retry: { maxRetries: 1.5, capMs: Number.NaN } }),
    ).toThrow(
      new RegExp(
        'apiKey must be .*; attemptTimeoutMs is 0: .*; deadlineMs is -1: .*; retry.capMs is NaN: .*; retry.maxRetries is 1.5',
      ),
    );
  });

  it.each([
    [{ baseUrl: undefined }, /either baseUrl or a non-empty baseUrls/],
    [{ baseUrls: ['http://a.test'] }, /either baseUrl or/],
    [{ baseUrl: undefined, baseUrls: [] }, /either baseUrl or/],
    [{ baseUrl: 'charges.test' }, /"charges.test" is not an http\(s\) URL/],
    [{ baseUrl: 'file:///etc/passwd' }, /not an http\(s\) URL/],
    [{ baseUrl: 'http://charges.test/?a=1' }, /no credentials, query or fragment/],
  ])('refuses %j', (options, message) => {
    expect(make(options)).toThrow(message);
  });

  it('does not repeat credentials that stand in a base URL', () => {
    expect(make({ baseUrl: 'http://user:hunter2@charges.test' })).toThrow(/^(?!.*hunter2).*no credentials/);
  });

  it('keeps the defaults for retry settings that are undefined', () => {
    expect(make({ retry: { baseMs: undefined, capMs: 1 } })).not.toThrow();
  });
});
