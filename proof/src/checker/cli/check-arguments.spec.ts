import { describe, expect, it } from '@jest/globals';
import { parseCheckArguments } from './check-arguments.ts';

describe('parseCheckArguments', () => {
  it('takes the stack of this checkout, at rest, unless it is told otherwise', () => {
    expect(parseCheckArguments(['--history', 'h.ndjson'])).toMatchObject({
      ...{ history: 'h.ndjson', topic: 'payments.charges.v1', consumerGroup: 'ledger-consumer' },
      ...{ at: 'drained', noCrashes: false, isJson: false },
      stackFile: expect.stringMatching(/\/\.run\/stack\.json$/),
    });
    expect(
      parseCheckArguments(['--history', 'h', '--at', 'always', '--no-crashes', '--json', '--stack-file', 's']),
    ).toMatchObject({
      ...{ at: 'always', noCrashes: true, isJson: true, stackFile: 's' },
    });
  });

  it.each([
    [[], '--history is missing'],
    [['--history', 'h', '--at', 'never'], '--at never: choose always or drained'],
    [['--histroy', 'h'], "Unknown option '--histroy'"],
    [['h.ndjson'], 'Unexpected argument'],
  ])('refuses %j', (args, reason) => {
    expect(parseCheckArguments(args)).toEqual({ refusal: expect.stringContaining(reason) });
  });

  it('helps', () => {
    expect(parseCheckArguments(['--help'])).toBe('help');
  });
});
