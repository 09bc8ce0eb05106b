import { describe, expect, it } from '@jest/globals';
import { parseCliArguments } from './cli-arguments.ts';

describe('parseCliArguments', () => {
  it.each([
    [[], { kind: 'run', isJson: false }],
    [['--json'], { kind: 'run', isJson: true }],
    [['cleanup'], { kind: 'cleanup' }],
    [['-h'], { kind: 'help' }],
  ])('understands %j', (args, command) => {
    expect(parseCliArguments(args)).toEqual(command);
  });

  it.each([
    [['up'], 'Unknown argument "up".'],
    [['--json', '5'], 'Unknown argument "5".'],
    [['cleanup', '--json'], 'Unknown argument "--json".'],
    [['json'], 'Did you mean --json?'],
  ])('refuses %j with a hint', (args, message) => {
    expect(parseCliArguments(args)).toEqual({ kind: 'refused', message: expect.stringContaining(message) });
  });
});
