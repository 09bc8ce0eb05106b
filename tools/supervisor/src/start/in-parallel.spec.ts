import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { inParallel } from './in-parallel.ts';

const never = new AbortController().signal;

describe('inParallel', () => {
  it('gives the results in the order of the tasks', async () => {
    expect(await inParallel<[number, string]>(never, [() => Promise.resolve(1), () => Promise.resolve('b')])).toEqual([
      1,
      'b',
    ]);
  });

  it('aborts the others at the first failure and throws that one when all have ended', async () => {
    const ended: string[] = [];
    const patient = async (signal: AbortSignal) => {
      await once(signal, 'abort');
      ended.push('patient');
      throw new Error('aborted');
    };
    const broken = () => Promise.reject(new Error('no such topic'));
    await expect(inParallel(never, [patient, broken])).rejects.toThrow('no such topic');
    expect(ended).toEqual(['patient']);
  });

  it('throws the reason of the caller who aborted', async () => {
    const caller = new AbortController();
    const work = inParallel(caller.signal, [
      async (signal: AbortSignal) => {
        await once(signal, 'abort');
        throw new Error('killed half-way');
      },
    ]);
    caller.abort(new Error('Ctrl-C'));
    await expect(work).rejects.toThrow('Ctrl-C');
  });
});
