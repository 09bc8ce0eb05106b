import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import { ControlPanel } from './control-panel.ts';
import { latencyBehaviour } from './latency.behaviour.ts';

const unavailable: Behaviour = {
  name: 'unavailable',
  schema: z.boolean(),
  allowed: 'unavailable: true or false',
  activate: (setting = false) => ({
    setting,
    beforeEffect: async () =>
      setting === true ? { kind: 'answer', httpStatus: 503, body: { code: 'unavailable' } } : undefined,
  }),
};
const request = { operation: 'cancel', paymentId: 'pay_1' } as const;
const context = { providerKey: 'k', request, stopping: new AbortController().signal };

const panelOf = (...behaviours: Behaviour[]) => new ControlPanel({ behaviours, nowMs: () => 0, newSeed: () => 4711 });
const panel = () => panelOf(latencyBehaviour(0), unavailable);

describe('control panel', () => {
  it('replaces the whole document: what is left out is back at its start', () => {
    const control = panel();
    expect(control.replace({ latency_ms: { min: 5, max: 9 }, unavailable: true })).toEqual({ outcome: 'changed' });
    expect(control.settings()).toEqual({ seed: 4711, latency_ms: { min: 5, max: 9 }, unavailable: true });
    control.replace({ seed: 7 });
    expect(control.settings()).toEqual({ seed: 7, latency_ms: { min: 0, max: 0 }, unavailable: false });
    control.replace(control.settings());
    expect(control.settings()).toEqual({ seed: 7, latency_ms: { min: 0, max: 0 }, unavailable: false });
    control.replace({});
    expect(control.settings()).toMatchObject({ seed: 4711 });
  });

  it.each([
    [{ latency: 1 }, /Unrecognized key: "latency"/],
    [{ latency_ms: { min: 1, max: 2, mean: 1 } }, /latency_ms: Unrecognized key: "mean"/],
    [{ latency_ms: { min: 2, max: 1 } }, /min is greater than max/],
    [{ latency_ms: { min: 0, max: 600_001 } }, /latency_ms.max/],
    [{ latency_ms: { min: 0.5, max: 1 } }, /latency_ms.min/],
    [{ unavailable: 'yes' }, /unavailable: /],
    [{ seed: -1 }, /seed: /],
    [{ seed: 4_294_967_296 }, /seed: /],
    [null, /expected object/],
    [undefined, /expected object/],
  ])('refuses %j, says what is allowed, and changes nothing', (document, reason) => {
    const control = panel();
    control.replace({ unavailable: true });
    const change = control.replace(document);
    expect(change).toEqual({ outcome: 'refused', message: expect.stringMatching(reason) });
    expect(change).toHaveProperty(
      'message',
      expect.stringMatching(/Allowed: latency_ms: \{min, max\}.*unavailable: true or false; seed: 0/),
    );
    expect(control.settings()).toMatchObject({ unavailable: true });
  });

  it('asks its behaviours in turn until one interrupts', async () => {
    const control = panel();
    expect(await control.beforeEffect(context)).toBeUndefined();
    control.replace({ unavailable: true });
    expect(await control.beforeEffect(context)).toMatchObject({ httpStatus: 503 });
    expect(await control.afterEffect(context)).toBeUndefined();
  });

  it('ends a wait when the simulator stops, before any money moves', async () => {
    const stopping = new AbortController();
    const control = panelOf(latencyBehaviour(600_000));
    const waiting = control.beforeEffect({ ...context, stopping: stopping.signal });
    stopping.abort();
    expect(await waiting).toMatchObject({ httpStatus: 503, body: { code: 'shutting_down' } });
  });
});

it('gives a behaviour the draws of the seed in force, the same for the same seed', () => {
  const drawn: number[] = [];
  const drawing: Behaviour = {
    name: 'drawing',
    schema: z.null(),
    allowed: 'drawing: null',
    activate: (setting, run) => {
      drawn.push(run.random('drawing')());
      return { setting };
    },
  };
  const control = panelOf(drawing);
  for (const seed of [1, 2, 1]) control.replace({ seed });
  const [, first, second, third] = drawn;
  expect(third).toBe(first);
  expect(second).not.toBe(first);
});
