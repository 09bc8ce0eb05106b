import { describe, expect, it } from '@jest/globals';
import { controlsUsage, parseControlsArguments } from './controls-arguments.ts';
import { CONTROLS } from './index.ts';

const parse = (...args: string[]) => parseControlsArguments(args, CONTROLS);

describe('parseControlsArguments', () => {
  it('takes all controls where none is named', () => {
    expect(parse()).toEqual({
      kind: 'run',
      options: { controls: CONTROLS, isJson: false, evidence: expect.stringMatching(/\/evidence$/) },
    });
  });

  it('takes those that are named, in the order of the list', () => {
    const wanted = CONTROLS.filter(({ name }) => name === 'no-jitter' || name === 'no-epoch-fence');
    expect(parse('no-jitter', 'no-epoch-fence', '--json', '--evidence', '/kept/')).toEqual({
      kind: 'run',
      options: { controls: wanted, isJson: true, evidence: '/kept' },
    });
    expect(wanted).toHaveLength(2);
  });

  it.each([
    [['no-such-layer', 'no-jitter'], 'there is no control no-such-layer'],
    [['--seed', '1'], "Unknown option '--seed'"],
  ])('refuses %j and says what is wrong', (args, message) => {
    expect(parse(...args)).toEqual({ kind: 'refused', message: expect.stringContaining(message) });
  });

  it('helps with every name', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    expect(CONTROLS.filter(({ name }) => !controlsUsage(CONTROLS).includes(name))).toEqual([]);
  });
});
