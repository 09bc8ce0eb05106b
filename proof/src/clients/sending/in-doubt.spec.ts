import { describe, expect, it } from '@jest/globals';
import type { EndEntry } from '../../model/history.ts';
import { planWorkload } from '../plan-workload.ts';
import { InDoubt } from './in-doubt.ts';

const call = planWorkload({ seed: 1, chargeable: 1, label: 'any' }).steps[0]!.calls[0]!;

const endOf = (outcome: EndEntry['outcome']): EndEntry => ({
  kind: 'end',
  atMs: 0,
  call: call.call,
  outcome,
  status: null,
  code: null,
  isReplay: false,
  chargeId: null,
  bodySha256: null,
  isTyped: false,
});

describe('InDoubt', () => {
  it('asks again with the same key and request, under another name, and not for what has its verdict', () => {
    const inDoubt = new InDoubt();
    for (const outcome of ['ok', 'refused', 'abandoned'] as const) inDoubt.noteEnd(call, endOf(outcome));
    expect(inDoubt.size).toBe(0);
    inDoubt.noteEnd(call, endOf('unknown'));
    const [step] = inDoubt.takeAsSteps(1);
    const again = { ...call, call: `${call.call}-again1`, intent: 'duplicate', preferWaitS: null };
    expect(step).toEqual({ calls: [again], after: [] });
    expect(inDoubt.takeAsSteps(2)).toEqual([]);
  });

  it('asks once for calls of one operation, and apart from them for a changed request under their key', () => {
    const inDoubt = new InDoubt();
    inDoubt.noteEnd(call, endOf('unknown'));
    inDoubt.noteEnd({ ...call, call: 'twin', intent: 'duplicate' }, endOf('unknown'));
    inDoubt.noteEnd({ ...call, call: 'changed', intent: 'reuse', bodyText: '{"amount":2}' }, endOf('unknown'));
    const intents = inDoubt.takeAsSteps(1).map(({ calls }) => calls[0]?.intent);
    expect(intents).toEqual(['duplicate', 'reuse']);
  });

  it('counts the rounds in the name instead of piling them up', () => {
    const inDoubt = new InDoubt();
    inDoubt.noteEnd({ ...call, call: 'main-c000001-again1' }, endOf('unknown'));
    expect(inDoubt.takeAsSteps(2)[0]?.calls[0]?.call).toBe('main-c000001-again2');
  });
});
