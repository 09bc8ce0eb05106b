import { describe, expect, it } from '@jest/globals';
import { FAILPOINTS } from '../../crash-points/failpoints.ts';
import { FAULTS } from '../index.ts';
import { instanceEnvOf, needsOtherProvider, planFaults, scheduleOf } from './plan-faults.ts';
import { selectFaults } from './select-faults.ts';

const scheduled = (seed: string | number, ...requested: string[]): string =>
  JSON.stringify(scheduleOf(planFaults(seed, selectFaults(requested, FAULTS))));

const visitsOf = (schedule: string): { app: string; label: string; mode: string }[] =>
  (JSON.parse(schedule) as { name: string; orders: { visits?: never[] } }[]).flatMap(
    ({ orders }) => orders.visits ?? [],
  );

describe('planFaults', () => {
  it('gives the same schedule for the same seed, byte for byte', () => {
    expect(scheduled(42, 'all')).toBe(scheduled('42', 'all'));
    expect(scheduled(42, 'quick')).toBe(scheduled(42, 'quick'));
  });

  it('gives another schedule for another seed', () => {
    const schedules = Array.from({ length: 20 }, (_, seed) => scheduled(seed, 'all'));
    expect(new Set(schedules).size).toBe(20);
  });

  it('draws the same for a fault whichever others were asked for', () => {
    const [alone] = JSON.parse(scheduled(42, 'relay-stopped')) as object[];
    expect(JSON.parse(scheduled(42, 'all'))).toContainEqual(alone);
  });

  it('schedules every fault once when all are asked for, and nothing for none', () => {
    const names = (JSON.parse(scheduled(1, 'all')) as { name: string }[]).map(({ name }) => name);
    expect(names.toSorted()).toEqual(FAULTS.map(({ name }) => name).toSorted());
    expect(new Set(names).size).toBe(names.length);
    expect(scheduled(1, 'none')).toBe('[]');
  });

  it('kills at every label, and hangs, throws and drops connections at some of each app', () => {
    const visits = visitsOf(scheduled(5, 'all'));
    const killed = visits.filter(({ mode }) => mode === 'kill').map(({ label }) => label);
    expect(killed.toSorted()).toEqual(Object.values(FAILPOINTS).flat().toSorted());
    for (const mode of ['hang', 'throw', 'drop_before', 'drop_after'])
      expect(visits.filter((visit) => visit.mode === mode).map(({ app }) => app)).toEqual(Object.keys(FAILPOINTS));
  });

  it('kills at one label of each app in a quick run', () => {
    const visits = visitsOf(scheduled(5, 'quick'));
    expect(visits.map(({ app, mode }) => [app, mode])).toEqual(Object.keys(FAILPOINTS).map((app) => [app, 'kill']));
  });

  it('sets the clock of the process that was drawn, and of no other', () => {
    const env = instanceEnvOf(planFaults(3, selectFaults(['clock-skewed'], FAULTS)));
    const [[name, variables] = [], ...others] = Object.entries(env);
    expect(name).toMatch(/^(charge-api-[12]|relay-[123])$/);
    expect(Math.abs(Number(variables?.['ONCE_CLOCK_SKEW_MS']))).toBeGreaterThanOrEqual(300_000);
    expect(others).toEqual([]);
  });

  it('has a second provider only where a fault works with one', () => {
    const isNeeded = (...requested: string[]) => needsOtherProvider(planFaults(3, selectFaults(requested, FAULTS)));
    expect([isNeeded('second-account'), isNeeded('all')]).toEqual([true, true]);
    expect([isNeeded('lost-answers', 'relay-stopped'), isNeeded('none')]).toEqual([false, false]);
  });
});

describe('selectFaults', () => {
  it('leaves the slow ones out of a quick run', () => {
    const { faults, scope } = selectFaults(['quick'], FAULTS);
    expect(scope).toBe('quick');
    expect(faults.length).toBeGreaterThan(5);
    expect(faults.map(({ name }) => name)).not.toContain('consumer-stopped');
  });

  it('refuses a name that it does not know', () => {
    expect(() => selectFaults(['lost-anwsers'], FAULTS)).toThrow('there is no fault lost-anwsers');
  });

  it('knows every fault by a name of its own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  });
});
