import { describe, expect, it } from '@jest/globals';
import { failedToConnect } from './failed-to-connect.ts';

const failure = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${syscall ?? ''} ${code}`), { code, ...(syscall === undefined ? {} : { syscall }) });
const fetchFailed = (cause: unknown): Error => new TypeError('fetch failed', { cause });
const refused = failure('ECONNREFUSED', 'connect');

/** What an established socket was seen to report, on Linux, macOS or Windows. */
const CODES = [
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET'],
  ...['ECONNABORTED', 'EPIPE', 'ENETRESET', 'ENOTCONN', 'EACCES', 'EPERM', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'],
];

describe('an error of the connect phase', () => {
  it.each(CODES)('is told by its system call: %s of connect was not sent, of read and write may have been', (code) => {
    expect(failedToConnect(failure(code, 'connect'))).toBe(true);
    expect(failedToConnect(failure(code, 'read'))).toBe(false);
    expect(failedToConnect(failure(code, 'write'))).toBe(false);
    expect(failedToConnect(failure(code))).toBe(false);
  });

  it.each<[string, unknown]>([
    ['a name that does not resolve', failure('ENOTFOUND', 'getaddrinfo')],
    ['a connect time-out of undici', failure('UND_ERR_CONNECT_TIMEOUT')],
    ['what fetch wraps', fetchFailed(refused)],
    ['what is wrapped twice', new Error('the provider', { cause: fetchFailed(refused) })],
    ['a time-out that fetch wraps', fetchFailed(failure('UND_ERR_CONNECT_TIMEOUT'))],
    ['every address refused', new AggregateError([refused, failure('ENETUNREACH', 'connect')])],
    ['one refused, one too slow', fetchFailed(new AggregateError([refused, failure('UND_ERR_CONNECT_TIMEOUT')]))],
    ['addresses within addresses', new AggregateError([new AggregateError([refused]), refused])],
    ['the same error for two addresses', new AggregateError([refused, refused])],
    ['what is only shaped like one', { syscall: 'connect' }],
  ])('is %s', (_what, error) => {
    expect(failedToConnect(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['one address of two that was reached', new AggregateError([refused, failure('ECONNRESET', 'read')])],
    [
      'a code that the list of addresses took from its first',
      Object.assign(new AggregateError([refused, failure('EHOSTUNREACH', 'write')]), { code: 'ECONNREFUSED' }),
    ],
    [
      'a call of connect that the list of addresses claims for all',
      Object.assign(new AggregateError([failure('EPIPE', 'write')]), { syscall: 'connect' }),
    ],
    ['no address at all', new AggregateError([])],
    ['a read that failed because of a later connect', Object.assign(failure('EPIPE', 'read'), { cause: refused })],
    [
      'a time-out with a system call of its own',
      Object.assign(failure('UND_ERR_CONNECT_TIMEOUT'), { syscall: 'read' }),
    ],
    ['a closed socket', fetchFailed(failure('UND_ERR_SOCKET'))],
    ['headers that did not come', fetchFailed(failure('UND_ERR_HEADERS_TIMEOUT'))],
    ['a TLS handshake that broke off', failure('ECONNRESET')],
    ['a certificate that is not trusted', fetchFailed(failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'))],
    ['a proxy that refused the tunnel', fetchFailed(failure('UND_ERR_ABORTED'))],
    ['an HTTP/2 session that was told to go away', failure('ERR_HTTP2_SESSION_ERROR')],
    ['a deadline that passed', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['a message that only says so', new Error('connect ECONNREFUSED 127.0.0.1:1')],
    ['nothing', undefined],
    ['null', null],
    ['text', 'connect'],
  ])('is not %s', (_what, error) => {
    expect(failedToConnect(error)).toBe(false);
  });

  it('is not looked for without end in an error that is its own cause', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(failedToConnect(first)).toBe(false);
    const list = new AggregateError([refused]);
    list.errors.push(list);
    expect(failedToConnect(list)).toBe(false);
  });
});
