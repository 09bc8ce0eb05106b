import { describe, expect, it } from '@jest/globals';
import { CommitUnknownError } from '@once/database';
import { failureOfChunk } from './failure-of-chunk.ts';

const serverError = (code: string) => Object.assign(new Error(code), { code, severity: 'ERROR' });

describe('failureOfChunk', () => {
  it.each(['08006', '25006', '40P01', '42P01', '53300', '55P03', '57P01', '58030'])('waits out %s', (code) => {
    expect(failureOfChunk(serverError(code))).toBe('outage');
  });

  it.each([
    ['a changed password', '28P01'],
    ['a missing database', '3D000'],
    ['a transaction that the server ended as idle', '25P03'],
    ['a plan that a migration broke', '0A000'],
    ['a damaged index', 'XX002'],
  ])('waits out %s, which says nothing about a record', (_what, code) => {
    expect(failureOfChunk(serverError(code))).toBe('outage');
  });

  it.each(['22008', '23505', '23514', '23000'])('blames a record for %s', (code) => {
    expect(failureOfChunk(serverError(code))).toBe('record');
  });

  it('waits out a COMMIT without a reply: the chunk runs again and the inbox knows', () => {
    expect(failureOfChunk(new CommitUnknownError(serverError('23505')))).toBe('outage');
  });

  it.each([new TypeError('x is not a function'), new Error('anything'), 'a string'])('calls %p a bug', (error) => {
    expect(failureOfChunk(error)).toBe('other');
  });
});
