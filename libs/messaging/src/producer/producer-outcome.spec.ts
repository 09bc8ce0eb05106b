import { describe, expect, it } from '@jest/globals';
import { rejectionOf } from './producer-outcome.ts';

const protocolError = (type: string): Error => Object.assign(new Error(type), { type });

describe('rejectionOf', () => {
  it('tells a batch that is too large from one that is refused', () => {
    expect(rejectionOf(protocolError('MESSAGE_TOO_LARGE'))).toBe('too_large');
    expect(rejectionOf(protocolError('RECORD_LIST_TOO_LARGE'))).toBe('too_large');
    expect(rejectionOf(protocolError('INVALID_RECORD'))).toBe('refused');
  });

  it('finds the answer of the broker inside the errors that kafkajs wraps around it', () => {
    const wrapped = new Error('retries exceeded', { cause: protocolError('NOT_ENOUGH_REPLICAS') });
    expect(rejectionOf(new Error('outer', { cause: wrapped }))).toBe('refused');
  });

  it('counts everything else as unanswered', () => {
    expect(rejectionOf(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))).toBe('unanswered');
    expect(rejectionOf('a string')).toBe('unanswered');
  });
});
