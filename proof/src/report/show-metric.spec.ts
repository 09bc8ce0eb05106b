import { describe, expect, it } from '@jest/globals';
import { metricRecordOf, truthText } from './show-metric.ts';

describe('metricRecordOf', () => {
  it.each([
    [{ scraped: 3, atLeast: 3, atMost: 3 }, 'equal', true, '= 3'],
    [{ scraped: 4, atLeast: 3, atMost: 3 }, 'equal', false, '= 3'],
    [{ scraped: 2, atLeast: 0, atMost: 5 }, 'never_more', true, '≤ 5'],
    [{ scraped: 6, atLeast: 0, atMost: 5 }, 'never_more', false, '≤ 5'],
    [{ scraped: 2, atLeast: 3, atMost: 5 }, 'within', false, '3 to 5'],
  ] as const)('judges %j', (comparison, rule, ok, text) => {
    const metric = metricRecordOf({ metric: 'm', ...comparison });
    expect(metric).toMatchObject({ name: 'm', rule, ok });
    expect(truthText(metric)).toBe(text);
  });

  it('keeps a missing bound through JSON', () => {
    const metric = metricRecordOf({ metric: 'm', scraped: 9, atLeast: 2, atMost: Number.POSITIVE_INFINITY });
    expect(JSON.parse(JSON.stringify(metric))).toEqual(metric);
    expect([metric.ok, truthText(metric)]).toEqual([true, '≥ 2']);
  });
});
