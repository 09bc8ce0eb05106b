import { describe, expect, it } from '@jest/globals';
import { parseMutationsArguments } from './mutations-arguments.ts';

const ALL = { names: [], isCi: false, shard: undefined, isAgain: false, jobs: 1 };

describe('the arguments of test:mutations', () => {
  it.each([
    ['nothing', [], ALL],
    ['names', ['no-fence', 'no-dedup'], { ...ALL, names: ['no-fence', 'no-dedup'] }],
    ['a part', ['--shard', '2/4'], { ...ALL, shard: { index: 2, count: 4 } }],
    ['what CI tries', ['--ci'], { ...ALL, isCi: true }],
    ['a part of what CI tries', ['--ci', '--shard=1/2'], { ...ALL, isCi: true, shard: { index: 1, count: 2 } }],
    ['names, again', ['no-fence', '--again'], { ...ALL, names: ['no-fence'], isAgain: true }],
    ['two at a time', ['--jobs', '2'], { ...ALL, jobs: 2 }],
  ])('can be %s', (_what, args, options) => {
    expect(parseMutationsArguments(args)).toEqual({ kind: 'run', options });
  });

  it.each(['check', 'status'])('can be --%s', (kind) => {
    expect(parseMutationsArguments([`--${kind}`])).toEqual({ kind });
  });

  it.each([
    [['--shard', '0/3'], '--shard 0/3: expected i/n with 1 ≤ i ≤ n, such as 2/4'],
    [['--shard', '4/3'], '--shard 4/3: expected'],
    [['--shard', 'x'], '--shard x: expected'],
    [['--shard', '1/0'], '--shard 1/0: expected'],
    [['--shard', ''], '--shard : expected'],
    [['--shard', '1/3', 'no-fence'], '--shard picks mutations by itself: it takes no names'],
    [['no-fence', '--ci'], '--ci picks mutations by itself: it takes no names'],
    [['--check', 'no-fence'], '--check is about all mutations: it takes no other argument'],
    [['--check', '--shard', '1/2'], '--check is about all mutations'],
    [['--status', '--again'], '--status is about all mutations'],
    [['--status', '--check'], 'is about all mutations'],
    [['--jobs', '0'], '--jobs 0: expected 1, 2, 3, 4'],
    [['--jobs', 'x'], '--jobs x: expected'],
    [['--shards', '1/2'], "Unknown option '--shards'"],
  ])('can not be %j', (args, message) => {
    expect(parseMutationsArguments(args)).toEqual({ kind: 'refused', message: expect.stringContaining(message) });
  });
});
