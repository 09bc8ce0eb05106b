import { describe, expect, it } from '@jest/globals';
import { parseOpsArguments } from './parse-ops-arguments.ts';
import type { OpsCommand } from './ops-command.ts';

const A: OpsCommand = { words: ['charges', 'needs-review'], summary: 'of a', database: 'charge', script: 'a.ts' };
const B: OpsCommand = { words: ['parked'], summary: 'of b', database: 'ledger', script: 'b.ts' };

const parse = (text: string, env: NodeJS.ProcessEnv = {}) =>
  parseOpsArguments(text.split(' ').filter(Boolean), [A, B], env);

describe('parseOpsArguments', () => {
  it('tells commands by their words and leaves them the rest', () => {
    expect(parse('charges needs-review list --limit 3')).toEqual({
      ...{ kind: 'run', command: A, args: ['list', '--limit', '3'] },
    });
    expect(parse('parked')).toEqual({ kind: 'run', command: B, args: [] });
    expect(parse('charges needs-review --help')).toEqual({ kind: 'run', command: A, args: ['--help'] });
  });

  it.each([
    ['', 'Which command?'],
    ['charges', 'There is no command "charges".'],
    ['needs-review list', 'There is no command "needs-review list".'],
    ['charges needs-reviews list', 'There is no command "charges needs-reviews".'],
  ])('refuses "%s" and lists the commands', (text, message) => {
    expect(parse(text)).toEqual({ kind: 'refused', message: expect.stringContaining(message) });
    expect(parse(text)).toMatchObject({
      message: expect.stringMatching(/charges needs-review {2}of a\n {2}parked {2}of b$/),
    });
  });

  it('lists the commands on request', () => {
    expect(parse('--help')).toEqual({ kind: 'help', message: expect.stringMatching(/^usage: npm run ops --/) });
  });

  it.each(['outcome', 'reason', 'provider_payment_id', 'json'])('notices that npm swallowed %s', (name) => {
    const call = parse('charges needs-review list', { [`npm_config_${name}`]: 'x' });
    expect(call).toEqual({ kind: 'refused', message: expect.stringContaining(`--${name.replaceAll('_', '-')}`) });
    expect(call).toMatchObject({ message: expect.stringMatching(/Did you forget the --/) });
  });
});
