import { describe, expect, it } from '@jest/globals';
import { InconclusiveError, readSource } from './inconclusive.error.ts';

describe('readSource', () => {
  it('returns what was read', async () => {
    await expect(readSource('the topic', () => Promise.resolve(7))).resolves.toBe(7);
  });

  it('names the source and the cause of a failure', async () => {
    const failure = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9') });
    const read = readSource('the metrics', () => Promise.reject(failure));
    await expect(read).rejects.toThrow(
      'the metrics could not be read: fetch failed (connect ECONNREFUSED 127.0.0.1:9)',
    );
    await expect(read).rejects.toMatchObject({ name: 'InconclusiveError', source: 'the metrics' });
  });

  it('shows what an aggregate of failures is made of', async () => {
    const read = readSource('the database', () => Promise.reject(new AggregateError([new Error('a'), new Error('b')])));
    await expect(read).rejects.toThrow('the database could not be read: a; b');
  });

  it('keeps the name that an inner source gave', async () => {
    const inner = new InconclusiveError('the metric outbox_pending', 'it is absent');
    await expect(readSource('the metrics', () => Promise.reject(inner))).rejects.toBe(inner);
  });
});
