import { describe, expect, it } from '@jest/globals';
import { parseStartArguments } from './start-arguments.ts';

const parse = (text: string, env: NodeJS.ProcessEnv = {}) => parseStartArguments(text.split(' ').filter(Boolean), env);

describe('parseStartArguments', () => {
  it('starts one of each without arguments', () => {
    expect(parse('')).toEqual({ kind: 'run', replicas: { chargeApi: 1, relay: 1, ledgerConsumer: 1 } });
  });

  it('takes the replicas of each service', () => {
    expect(parse('--charge-api 2 --relay=32 --ledger-consumer 3')).toEqual({
      kind: 'run',
      replicas: { chargeApi: 2, relay: 32, ledgerConsumer: 3 },
    });
  });

  it.each(['0', '33', '-1', '1.5', 'two', '', '1e1', '+2'])(
    'refuses %j replicas and says what is possible',
    (count) => {
      expect(parseStartArguments([`--relay=${count}`], {})).toEqual({
        kind: 'refused',
        message: `--relay takes 1 to 32, not "${count}".`,
      });
    },
  );

  it('refuses a stray word, which npm leaves of an option without the --', () => {
    expect(parse('2')).toMatchObject({ kind: 'refused', message: expect.stringMatching(/'2'.*Did you forget the --/) });
  });

  it('refuses an unknown option without a hint that would mislead', () => {
    expect(parse('--relais 2')).toEqual({ kind: 'refused', message: "Unknown option '--relais'." });
  });

  it('notices an option that npm swallowed with its value', () => {
    expect(parse('', { npm_config_charge_api: '2' })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/--charge-api.*Did you forget the --/),
    });
  });

  it('shows the usage on request', () => {
    expect([parse('--help').kind, parse('-h').kind]).toEqual(['help', 'help']);
  });
});
