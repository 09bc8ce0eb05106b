import { describe, expect, it } from '@jest/globals';
import { parseNeedsReviewArguments } from './parse-arguments.ts';

const ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';
const REASON = 'seen in the dashboard of the provider';
const parse = (args: string[], userName = 'alice') => parseNeedsReviewArguments(args, () => userName);
const resolve = (...args: string[]) => parse(['resolve', ID, '--outcome', 'failed', '--reason', REASON, ...args]);

describe('list', () => {
  it('shows the twenty oldest, for people, when nothing is asked', () => {
    expect(parse(['list'])).toEqual({ kind: 'list', limit: 20, startingAfter: null, isJson: false });
  });

  it('takes a limit, a cursor and JSON', () => {
    const args = ['list', '--limit', '100', `--starting-after=${ID}`, '--json'];
    expect(parse(args)).toEqual({ kind: 'list', limit: 100, startingAfter: ID, isJson: true });
  });

  it.each([
    [['--limit', '0'], '--limit takes 1 to 100, not "0".'],
    [['--limit', '101'], '--limit takes 1 to 100, not "101".'],
    [['--limit', 'ten'], '--limit takes 1 to 100, not "ten".'],
    [['--starting-after', 'x'], '--starting-after takes the id of an operation, as `list` shows it, not "x".'],
    [['--reason', 'x'], "Unknown option '--reason'."],
    [['all'], "Unexpected argument 'all'."],
  ])('refuses %j', (args, message) => {
    expect(parse(['list', ...args])).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message.slice(0, -1)),
    });
  });
});

describe('resolve', () => {
  it('is decided by the user of the system unless another name is given', () => {
    const decision = { operationId: ID, outcome: 'failed', reason: REASON, operator: 'alice', channel: 'cli' };
    expect(resolve()).toEqual({ kind: 'resolve', decision, isJson: false });
    expect(resolve('--operator', 'bob@ops', '--json')).toEqual({
      ...{ kind: 'resolve', decision: { ...decision, operator: 'bob@ops' }, isJson: true },
    });
  });

  it('takes the payment with the outcome succeeded', () => {
    const args = ['--outcome', 'succeeded', '--provider-payment-id', 'pay_1'];
    expect(resolve(...args)).toMatchObject({ decision: { outcome: 'succeeded', provider_payment_id: 'pay_1' } });
  });

  it.each([
    [['resolve'], 'Which operation?'],
    [['resolve', 'charge-1', '--outcome', 'failed', '--reason', REASON], 'resolve takes the id of an operation'],
    [['resolve', ID], '--outcome is missing'],
    [['resolve', ID, '--outcome', 'failed'], '--reason is missing'],
    [['resolve', ID, '--outcome', 'perhaps', '--reason', REASON], '--outcome must be succeeded or failed.'],
    [['resolve', ID, '--outcome', 'failed', '--reason', 'dunno'], '--reason must say why in 10 to 500 characters.'],
    [['resolve', ID, '--outcome', 'failed', '--reason', 'x'.repeat(501)], '--reason must say why in 10 to 500'],
    [['resolve', ID, '--outcome', 'failed', '--reason', '         x         '], '--reason must say why'],
    [['resolve', ID, '--outcome', 'failed', '--reason', `${REASON}\u001b[2J`], 'without control characters'],
    [['resolve', ID, '--outcome', 'failed', '--reason', 'card 4242 4242 4242 4242 was not charged'], 'card number'],
    [['resolve', ID, '--outcome', 'failed', '--reason', 'seen', 'in', 'the'], 'Is a text not quoted?'],
    [['resolve', ID, '--outcome', 'failed', '--reason', REASON, '--yes'], "Unknown option '--yes'"],
    [['resolve', ID, '--outcome', 'failed', '--reason', REASON, '--provider-payment-id', 'p'], 'succeeded only'],
    [['resolve', ID, '--outcome', 'succeeded', '--reason', REASON, '--provider-payment-id', 'a b'], 'visible ASCII'],
    [['resolve', ID, '--outcome', 'failed', '--reason', REASON, '--operator', 'Bob Ops'], 'give --operator NAME'],
    [['resolv'], '"resolv" is neither list nor resolve.'],
    [[], 'Say list or resolve.'],
  ])('refuses %j', (args, message) => {
    expect(parse(args)).toEqual({ kind: 'refused', message: expect.stringContaining(message) });
  });

  it('asks for a name when that of the user can not be one', () => {
    expect(parse(['resolve', ID, '--outcome', 'failed', '--reason', REASON], 'DOMAIN\\bob')).toMatchObject({
      ...{ kind: 'refused', message: expect.stringContaining('"DOMAIN\\bob" can\'t be written down') },
    });
  });

  it('shows the usage on request, whatever else is there', () => {
    expect([parse(['resolve', '--help']).kind, parse(['-h']).kind]).toEqual(['help', 'help']);
  });
});
