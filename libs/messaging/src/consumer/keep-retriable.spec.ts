import { describe, expect, it } from '@jest/globals';
import { BatchFailedError, keepRetriable } from './keep-retriable.ts';

describe('keepRetriable', () => {
  it.each([TypeError, RangeError, ReferenceError, SyntaxError])(
    'renames a %p, at which kafkajs would die',
    async (Bug) => {
      const bug = new Bug('a bug');
      const seen = await keepRetriable(() => Promise.reject(bug)).catch((error: unknown) => error);
      expect(seen).toBeInstanceOf(BatchFailedError);
      expect(seen).toMatchObject({ name: 'BatchFailedError', message: 'a bug', cause: bug });
    },
  );

  it('lets kafkajs see its own errors, which tell it to rejoin', async () => {
    const rebalance = Object.assign(new Error('rebalancing'), {
      name: 'KafkaJSProtocolError',
      type: 'REBALANCE_IN_PROGRESS',
    });
    await expect(keepRetriable(() => Promise.reject(rebalance))).rejects.toBe(rebalance);
  });

  it('renames what is not an error at all', async () => {
    const rejectAny = (reject: (reason: unknown) => void) => reject('oops');
    await expect(keepRetriable(() => new Promise((_resolve, reject) => rejectAny(reject)))).rejects.toMatchObject({
      message: 'oops',
    });
  });
});
