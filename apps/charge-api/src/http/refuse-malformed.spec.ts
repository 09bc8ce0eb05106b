import { describe, expect, it, jest } from '@jest/globals';
import type { Socket } from 'node:net';
import { refuseMalformed } from './refuse-malformed.ts';

const fakeSocket = (writable: boolean) => {
  const socket = { writable, end: jest.fn(), destroy: jest.fn(), setTimeout: jest.fn() };
  return { socket, asSocket: socket as unknown as Socket };
};

const failure = (code: string) => Object.assign(new Error('Parse Error'), { code });

describe('refuseMalformed', () => {
  it.each([
    ['HPE_INVALID_HEADER_TOKEN', 'HTTP/1.1 400 Bad Request', 'invalid_request', false],
    ['HPE_HEADER_OVERFLOW', 'HTTP/1.1 431 Request Header Fields Too Large', 'headers_too_large', false],
    ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout', 'request_timeout', true],
  ])('answers %s by a complete problem', (code, statusLine, problemCode, retryable) => {
    const { socket, asSocket } = fakeSocket(true);
    refuseMalformed(failure(code), asSocket);
    const [head = '', body = ''] = String(socket.end.mock.calls[0]?.[0]).split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      statusLine,
      'content-type: application/problem+json; charset=utf-8',
      `should-retry: ${retryable}`,
      expect.stringMatching(/^request-id: req_\S+$/),
      'connection: close',
      `content-length: ${Buffer.byteLength(body)}`,
    ]);
    expect(JSON.parse(body)).toMatchObject({ code: problemCode, retryable });
  });

  it('does not wait for ever for a peer that keeps its half open', () => {
    const { socket, asSocket } = fakeSocket(true);
    refuseMalformed(failure('HPE_INVALID_METHOD'), asSocket);
    const [lingerMs, onTimeout] = socket.setTimeout.mock.calls[0] as unknown as [number, () => void];
    expect(lingerMs).toBe(1_000);
    onTimeout();
    expect(socket.destroy).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a peer that reset the connection', 'ECONNRESET', true],
    ['a socket that is closed already', 'HPE_INVALID_METHOD', false],
  ])('writes nothing to %s', (_what, code, writable) => {
    const { socket, asSocket } = fakeSocket(writable);
    refuseMalformed(failure(code), asSocket);
    expect(socket.end).not.toHaveBeenCalled();
    expect(socket.destroy).toHaveBeenCalledTimes(1);
  });
});
