import { stringify } from 'yaml';
import { spellDuration } from '../rules/time-scale.ts';
import type { RuleCase } from './rule-case.ts';

const INTERVAL_S = 60;

/** A case as `promtool test rules` reads it. */
export function toPromtoolTest(ruleCase: RuleCase, ruleFiles: readonly string[]): string {
  const { title, series, expected, intervalS = INTERVAL_S } = ruleCase;
  const interval = spellDuration(intervalS);
  const test = {
    name: title,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: expected.map(({ at, isFiring }) => ({
      expr: `count(${firingSeries(ruleCase)}) or vector(0)`,
      eval_time: spellDuration(at * intervalS),
      exp_samples: [{ labels: '{}', value: isFiring ? 1 : 0 }],
    })),
  };
  return stringify({
    rule_files: ruleFiles,
    evaluation_interval: interval,
    tests: [test],
  });
}

function firingSeries({ alert, labels = {} }: RuleCase): string {
  const matchers = Object.entries({ alertname: alert, alertstate: 'firing', ...labels });
  return `ALERTS{${matchers.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}
