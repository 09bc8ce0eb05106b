import { describe, expect, it } from '@jest/globals';
import { NotInTimeError, until } from './until.ts';

const CALM = new AbortController().signal;

describe('until', () => {
  it('asks until there is an answer, also when asking fails on the way', async () => {
    const answers = [
      (): undefined => undefined,
      (): never => {
        throw new Error('down');
      },
      (): string => 'up',
    ];
    const ask = (): string | undefined => answers.shift()?.();
    expect(await until('it is up', ask, { withinMs: 5_000, everyMs: 1, signal: CALM })).toBe('up');
    expect(answers).toEqual([]);
  });

  it('gives up in time, and says what it waited for and why in vain', async () => {
    const ask = (): Promise<never> => Promise.reject(new Error('connection refused'));
    const waiting = until('the broker is up', ask, { withinMs: 20, everyMs: 1, signal: CALM });
    await expect(waiting).rejects.toThrow(NotInTimeError);
    await expect(waiting).rejects.toThrow('the broker is up: not within 0 s (connection refused)');
  });

  it('ends with the reason of an interruption', async () => {
    const interrupted = new AbortController();
    const ask = (): undefined => {
      interrupted.abort(new Error('interrupted'));
      return undefined;
    };
    const waiting = until('it is up', ask, { withinMs: 5_000, everyMs: 1, signal: interrupted.signal });
    await expect(waiting).rejects.toThrow('interrupted');
  });
});
