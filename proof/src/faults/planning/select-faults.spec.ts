import { describe, expect, it } from '@jest/globals';
import { FAULTS } from '../index.ts';
import { planFaults, scheduleOf } from './plan-faults.ts';
import { selectFaults } from './select-faults.ts';

const visitsOf = (...requested: string[]) =>
  scheduleOf(planFaults(7, selectFaults(requested, FAULTS))).map(({ lane, name, orders }) => ({
    ...{ lane, name },
    visits: orders['visits'],
  }));

describe('selectFaults', () => {
  it('narrows a fault of many kinds to the one that is named, as often as chance needs', () => {
    const kill = { app: 'relay', label: 'relay.acknowledged-before-mark', mode: 'kill' };
    expect(visitsOf('crash-points:relay.acknowledged-before-mark')).toEqual([
      { lane: 'processes', name: 'crash-points:relay.acknowledged-before-mark', visits: [kill, kill, kill] },
    ]);
  });

  it.each(['kill', 'hang', 'throw'])('lets a crash be a %s', (mode) => {
    const [fault] = visitsOf(`crash-points:ledger-consumer.posted-before-commit=${mode}`);
    expect(fault?.visits).toContainEqual({
      ...{ app: 'ledger-consumer', label: 'ledger-consumer.posted-before-commit', mode },
    });
  });

  it('takes kinds beside whole faults', () => {
    const names = visitsOf('crash-points:relay.read-before-send', 'relay-stopped').map(({ name }) => name);
    expect(names.toSorted()).toEqual(['crash-points:relay.read-before-send', 'relay-stopped']);
  });

  it.each([
    'crash-points:relay.nowhere',
    'crash-points:',
    'crash-points:relay.read-before-send=faint',
    'crash-points:relay.read-before-send=kill=kill',
    'relay-stopped:relay-1',
    'nothing:relay.read-before-send',
  ])('refuses %s', (name) => {
    expect(() => selectFaults([name], FAULTS)).toThrow(`there is no fault ${name}`);
  });
});
