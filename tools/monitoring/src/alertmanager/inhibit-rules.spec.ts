import { describe, expect, it } from '@jest/globals';
import { ALERTS } from '../alerts/all-alerts.ts';
import type { AlertSpec } from '../rules/alert.ts';
import { inhibitRules } from './inhibit-rules.ts';

const ruleSpecs = (name: string): AlertSpec[] => ALERTS.filter((alert) => alert.name === name);
const pages = (name: string): boolean => ruleSpecs(name).some(({ severity }) => severity === 'page');
const explanationsOf = (name: string): string[] => [
  ...new Set(ruleSpecs(name).flatMap(({ explainedBy = [] }) => explainedBy.map(({ alert }) => alert))),
];

const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
  explanationsOf(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));

const names = [...new Set(ALERTS.map(({ name }) => name))];

describe('explanations of alerts', () => {
  it('name alerts that exist', () => {
    expect(names.flatMap(explanationsOf).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('never go round in a circle, in which each alert would keep the others quiet', () => {
    expect(names.filter((name) => reaches(name, name))).toEqual([]);
  });

  it('never hide a page behind an alert that is only a ticket', () => {
    expect(names.filter(pages).filter((name) => !explanationsOf(name).every(pages))).toEqual([]);
  });

  it('never hide that the books are wrong', () => {
    const correctness = ALERTS.filter(({ area }) => area === 'correctness');
    expect(correctness.length).toBeGreaterThan(3);
    expect(correctness.flatMap(({ explainedBy = [] }) => explainedBy)).toEqual([]);
  });
});

describe('inhibitRules', () => {
  const late: AlertSpec = {
    ...{ name: 'Late', severity: 'page', area: 'posting', summary: '', description: '', holdS: 0 },
    expr: () => '',
    explainedBy: [
      { alert: 'Down', job: 'relay' },
      { alert: 'Hung', job: 'same' },
    ],
  };

  it('keep an alert quiet by the ones that explain it, of one service where it says so', () => {
    const rules = inhibitRules([late]);
    const target_matchers = ['alertname="Late"'];
    expect(rules).toContainEqual({ source_matchers: ['alertname="Down"', 'job="relay"'], target_matchers });
    expect(rules).toContainEqual({ source_matchers: ['alertname="Hung"'], target_matchers, equal: ['job'] });
  });
});
