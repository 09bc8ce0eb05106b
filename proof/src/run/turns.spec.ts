import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.ts';

describe('Turns', () => {
  it('lets nothing begin before what came first has ended, also when that fails', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const first = Promise.withResolvers<undefined>();
    const failing = turns.take(async () => {
      seen.push('first begins');
      await first.promise;
      seen.push('first ends');
      throw new Error('no luck');
    });
    const next = turns.take(() => {
      seen.push('second');
      return Promise.resolve('done');
    });
    await Promise.resolve();
    first.resolve(undefined);
    await expect(failing).rejects.toThrow('no luck');
    expect(await next).toBe('done');
    expect(seen).toEqual(['first begins', 'first ends', 'second']);
  });
});
