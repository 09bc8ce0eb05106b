import { describe, expect, it } from '@jest/globals';
import { parseContractArguments } from './parse-contract-arguments.ts';

const parse = (text: string, env: NodeJS.ProcessEnv = {}) =>
  parseContractArguments(text.split(' ').filter(Boolean), env);

describe('parseContractArguments', () => {
  it('reads app, environment and version', () => {
    expect(parse('--app relay --env prod')).toEqual({ kind: 'run', app: 'relay', env: 'prod', version: 'HEAD' });
    expect(parse('--env prod --version v1 --app relay')).toMatchObject({ version: 'v1' });
    expect(parse('--help')).toEqual({ kind: 'help' });
  });

  it.each([
    ['', '--app is missing.'],
    ['--app relay', '--env is missing.'],
    ['--app relay --env', "Option '--env <value>' argument missing."],
    ['--app relay --env ../../etc', '--env takes lower-case letters, digits and dashes, not "../../etc".'],
    ['--app relay --env prod --force', "Unknown option '--force'."],
    ['relay prod', "Unexpected argument 'relay'."],
  ])('refuses %j', (text, message) => {
    expect(parse(text)).toMatchObject({ kind: 'refused', message: expect.stringContaining(message.slice(0, -1)) });
  });

  it('notices what npm has taken for itself', () => {
    expect(parse('', { npm_config_app: 'relay' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('forget the --'),
    });
  });
});
