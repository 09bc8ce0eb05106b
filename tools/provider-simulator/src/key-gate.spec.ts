import { expect, it } from '@jest/globals';
import { KeyGate } from './key-gate.ts';

it('lets one request per key in at a time, in the order they came, and other keys past them', async () => {
  const gate = new KeyGate();
  const first = Promise.withResolvers<void>();
  const log: string[] = [];
  const enter = (name: string, until?: Promise<void>) => async () => {
    log.push(`${name} in`);
    await until;
    log.push(`${name} out`);
  };
  const all = [
    gate.run('a', enter('a1', first.promise)),
    gate.run('a', enter('a2')),
    gate.run('a', enter('a3')),
    gate.run('b', enter('b1')),
  ];
  await all[3];
  expect(log).toEqual(['a1 in', 'b1 in', 'b1 out']);
  first.resolve();
  await Promise.all(all);
  expect(log.slice(3)).toEqual(['a1 out', 'a2 in', 'a2 out', 'a3 in', 'a3 out']);
});

it('lets the next one in when a request fails, and forgets keys that nobody holds', async () => {
  const gate = new KeyGate();
  const failing = gate.run('a', () => Promise.reject(new Error('lost')));
  const next = gate.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('lost');
  await expect(next).resolves.toBe('done');
  expect(gate.isHeld('a')).toBe(false);
});
