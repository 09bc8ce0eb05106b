import { describe, expect, it } from '@jest/globals';
import { faultSchema } from './fault-schema.ts';

const MONEY = ['authorize', 'sale', 'capture', 'refund', 'cancel'];

describe('a fault', () => {
  it.each([
    [{ kind: 'effect_then_drop' }, { operations: MONEY, probability: 1 }],
    [{ kind: 'drop_before_effect', operations: ['find', 'refund'] }, { operations: ['find', 'refund'] }],
    [{ kind: 'effect_then_5xx' }, { status: 500 }],
    [{ kind: 'refuse_before_effect' }, { status: 503 }],
    [{ kind: 'effect_then_unreadable' }, { body: 'empty', operations: MONEY }],
    [{ kind: 'effect_differs', amount_delta_minor: '-1', currency: 'EUR', foreign_key: true }, { operations: MONEY }],
    [
      { kind: 'hang', delay_ms: 5 },
      { when: 'before', operations: MONEY },
    ],
    [
      { kind: 'find_inconclusive', times: 3 },
      { operations: ['find'], times: 3 },
    ],
    [{ kind: 'hang', delay_ms: 5, window: { until_ms: 9 } }, { window: { from_ms: 0, until_ms: 9 } }],
  ])('%j is completed and reads back as it is shown', (given, completed) => {
    const shown = faultSchema.parse(given);
    expect(shown).toMatchObject({ ...given, ...completed });
    expect(faultSchema.parse(shown)).toEqual(shown);
  });

  it.each([
    [{}, /kind/],
    [{ kind: 'explode' }, /kind/],
    [{ kind: 'effect_then_drop', status: 500 }, /Unrecognized key.*status/],
    [{ kind: 'effect_then_drop', probability: 1.1 }, /probability/],
    [{ kind: 'effect_then_drop', operations: [] }, /operations/],
    [{ kind: 'effect_then_drop', operations: ['pay'] }, /operations/],
    [{ kind: 'effect_then_drop', times: 0 }, /times/],
    [{ kind: 'effect_then_drop', window: { from_ms: 5, until_ms: 5 } }, /until_ms is not after from_ms/],
    [{ kind: 'effect_then_5xx', status: 429 }, /status/],
    [{ kind: 'refuse_before_effect', status: 500 }, /status/],
    [{ kind: 'effect_then_unreadable', body: 'xml' }, /body/],
    [{ kind: 'effect_differs', amount_delta_minor: '0' }, /amount_delta_minor/],
    [{ kind: 'effect_differs', amount_delta_minor: 1 }, /amount_delta_minor/],
    [{ kind: 'effect_differs', currency: 'usd' }, /currency/],
    [{ kind: 'effect_differs', operations: ['find'] }, /operations/],
    [{ kind: 'hang' }, /delay_ms/],
    [{ kind: 'hang', delay_ms: 600_001 }, /delay_ms/],
    [{ kind: 'find_inconclusive', operations: ['sale'] }, /operations/],
  ])('%j is refused with the reason', (given, reason) => {
    expect(faultSchema.safeParse(given).error?.message).toMatch(reason);
  });
});
