import { describe, expect, it } from '@jest/globals';
import { parseProveArguments, usage } from './prove-arguments.ts';

const draw = (): number => 77;

describe('parseProveArguments', () => {
  it('takes a thousand operations under every fault, and a seed that it draws', () => {
    expect(parseProveArguments([], draw)).toEqual({
      kind: 'run',
      options: {
        seed: '77',
        operations: 1_000,
        faults: ['all'],
        backlog: 18_000,
        isJson: false,
        isPlan: false,
        evidence: expect.stringMatching(/\/evidence$/),
        patienceMs: 120_000,
      },
    });
  });

  it('takes what it is given', () => {
    const args = [
      '--seed',
      'night-3',
      '--ops',
      '60',
      '--faults',
      'lost-answers, crash-points:relay.read-before-send=hang,lost-answers',
      '--backlog',
      '300',
      '--json',
      '--evidence',
      '/kept',
      '--patience',
      '30',
    ];
    expect(parseProveArguments(args, draw)).toEqual({
      kind: 'run',
      options: {
        seed: 'night-3',
        operations: 60,
        faults: ['lost-answers', 'crash-points:relay.read-before-send=hang'],
        backlog: 300,
        isJson: true,
        isPlan: false,
        evidence: '/kept',
        patienceMs: 30_000,
      },
    });
  });

  it('draws another seed each time', () => {
    const seeds = Array.from({ length: 20 }, () => parseProveArguments([]));
    expect(new Set(seeds.map((command) => JSON.stringify(command))).size).toBeGreaterThan(15);
  });

  it.each([
    ['all', '1000', 18_000],
    ['all', '200', 3_600],
    ['lost-answers,broker-down', '1000', 18_000],
    ['quick', '1000', 0],
    ['lost-answers', '1000', 0],
  ])('makes of %s and %s operations a backlog of %d where nothing is said', (faults, ops, backlog) => {
    expect(parseProveArguments(['--faults', faults, '--ops', ops], draw)).toMatchObject({ options: { backlog } });
  });

  it.each([
    [['--ops', '0'], '--ops 0: give a whole number from 1'],
    [['--ops', '1e3'], '--ops 1e3: give a whole number'],
    [['--ops', '100001'], 'to 100000'],
    [['--backlog', '-1'], "Option '--backlog' argument is ambiguous"],
    [['--backlog', '2.5'], '--backlog 2.5: give a whole number from 0'],
    [['--seed', 'a b'], '--seed a b: give 1 to 40'],
    [['--faults', 'nothing'], 'there is no fault nothing; there are all, quick, none, duplicates'],
    [['--faults', 'all,lost-answers'], "all can't be combined with others"],
    [['--faults', ''], 'there is no fault'],
    [['--faults', 'crash-points:relay.nowhere'], 'there is no fault crash-points:relay.nowhere'],
    [['--patience', '0'], '--patience 0: give a whole number from 1 to 300'],
    [['--sed', '1'], "Unknown option '--sed'"],
    [['42'], 'Unexpected argument'],
  ])('refuses %j and says what to give', (args, reason) => {
    expect(parseProveArguments(args, draw)).toEqual({ kind: 'refused', message: expect.stringContaining(reason) });
  });

  it('helps with every name that can be given', () => {
    expect(parseProveArguments(['--help'])).toEqual({ kind: 'help' });
    expect(usage()).toMatch(/lost-answers[^]*crash-points[^]*broker-down/);
  });
});
