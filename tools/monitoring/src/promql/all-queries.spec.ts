import { describe, expect, it } from '@jest/globals';
import { collectMetrics } from '../../../checks/src/metrics/collect-metrics.ts';
import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DASHBOARDS } from '../dashboards/all-dashboards.ts';
import { alertGroups, sloGroups } from '../rules/rule-groups.ts';
import { REAL_TIME, REHEARSAL_TIME } from '../rules/time-scale.ts';
import { readSections } from '../runbook/read-runbook.ts';
import { RUNBOOK_FILE } from '../runbook/runbook-file.ts';
import { SLOS } from '../slo/slos.ts';
import { faultsOfQuery } from './faults-of-query.ts';
import { seriesOf, seriesSpec, type SeriesCatalogue } from './series-catalogue.ts';

const rules = [REAL_TIME, REHEARSAL_TIME].flatMap((time) =>
  [...sloGroups(time), ...alertGroups(time)].flatMap((group) => group.rules),
);

/** What prom-client exposes of every process by itself. */
const defaultNames = (): string[] => {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register.getMetricsAsArray().map(({ name }) => name);
};

const catalogue: SeriesCatalogue = new Map([
  ...collectMetrics().flatMap(({ name, spec }) => seriesOf(name, spec)),
  ...defaultNames().map((name) => [name, seriesSpec([])] as const),
  ['up', seriesSpec([])],
  [
    'ALERTS',
    seriesSpec([
      ['alertname', null],
      ['alertstate', new Set(['pending', 'firing'])],
      ['severity', new Set(['page', 'ticket'])],
    ]),
  ],
  ...rules.flatMap((rule) =>
    'record' in rule ? [[rule.record, seriesSpec([['slo', new Set(SLOS.map(({ name }) => name))]])] as const] : [],
  ),
]);

const panels = DASHBOARDS.flatMap(({ title, rows }) =>
  rows.flatMap((row) =>
    row.panels.flatMap((panel) => panel.queries.map(({ expr }) => [`${title}, ${panel.title}`, expr])),
  ),
);
const alerts = rules.map((rule) => ['alert' in rule ? rule.alert : rule.record, rule.expr]);
const runbook = readSections(readFileSync(RUNBOOK_FILE, 'utf8')).flatMap(({ heading, blocks }) =>
  blocks.filter(({ language }) => language === 'promql').map(({ text }) => [heading, text]),
);

describe('every query', () => {
  it.each([
    ['a dashboard', panels],
    ['a rule', alerts],
    ['the runbook', runbook],
  ])('of %s names series, labels and values that the services have', (_where, queries) => {
    expect(queries.length).toBeGreaterThan(20);
    const faults = queries.flatMap(([where = '', promql = '']) =>
      faultsOfQuery(promql, catalogue).map((fault) => `${where}: ${fault} in ${promql}`),
    );
    expect(faults).toEqual([]);
  });
});
