import { describe, expect, it } from '@jest/globals';
import { parseDemoArguments } from './demo-arguments.ts';

describe('parseDemoArguments', () => {
  it('runs its own input on one process of each service by default', () => {
    expect(parseDemoArguments([])).toEqual({
      kind: 'run',
      options: { file: undefined, chargeApi: 1, relay: 1, ledgerConsumer: 1 },
    });
  });

  it('takes a file and replicas', () => {
    expect(parseDemoArguments(['mine.ndjson', '--relay', '3'])).toMatchObject({
      options: { file: 'mine.ndjson', relay: 3 },
    });
  });

  it.each([
    [['a', 'b'], 'One FILE at most'],
    [['--relay', '0'], '--relay 0: give a number from 1 to 8'],
    [['--charge-api', 'two'], '--charge-api two'],
    [['--fast'], '--fast'],
  ])('refuses %j and shows the usage', (args, message) => {
    const command = parseDemoArguments(args);
    expect(command).toMatchObject({ kind: 'refused', message: expect.stringContaining(message) });
    expect(command).toMatchObject({ message: expect.stringContaining('usage: npm run demo') });
  });
});
