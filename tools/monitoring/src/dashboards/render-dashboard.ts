import type { Dashboard, Panel } from './dashboard.ts';

const COLUMNS = 24;
const ROW_HEIGHT = 1;
const PANEL_HEIGHT = { stat: 5, timeseries: 8 } as const;
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
/** Of the dashboard format; Grafana brings older ones up to date when it reads them. */
const SCHEMA_VERSION = 39;

/** Grafana's names for the queries of a panel. */
const REF_IDS = ['A', 'B', 'C', 'D', 'E'];

interface Place {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A dashboard in Grafana's JSON, as its provisioning reads it. */
export function renderDashboard({ uid, title, description, rows }: Dashboard): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    const id = panels.length + 1;
    panels.push({
      id,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += ROW_HEIGHT;
    const w = Math.floor(COLUMNS / row.panels.length);
    const h = Math.max(...row.panels.map(({ kind = 'timeseries' }) => PANEL_HEIGHT[kind]));
    row.panels.forEach((panel, index) =>
      panels.push(renderPanel(panel, { id: id + 1 + index, x: index * w, y, w, h })),
    );
    y += h;
  }
  return {
    ...{ uid, title, description, panels, tags: ['once'], schemaVersion: SCHEMA_VERSION, editable: false },
    ...{ refresh: '10s', time: { from: 'now-1h', to: 'now' }, timezone: 'browser', templating: { list: [] } },
    links: [{ type: 'dashboards', tags: ['once'], asDropdown: false, title: '', includeVars: false, keepTime: true }],
  };
}

function renderPanel(panel: Panel, { id, ...gridPos }: Place): object {
  const { title, description, unit, queries, kind = 'timeseries', isRedUnlessZero = false } = panel;
  return {
    ...{ id, title, description, type: kind, gridPos, datasource: DATASOURCE },
    targets: queries.map(({ expr, legend }, index) => ({
      ...{ refId: REF_IDS[index] ?? `Q${index}`, expr, legendFormat: legend, datasource: DATASOURCE },
      ...(kind === 'stat' ? { instant: true } : {}),
    })),
    fieldConfig: { defaults: { unit, ...colours(isRedUnlessZero) }, overrides: [] },
    options: kind === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background' } : TIME_OPTIONS,
  };
}

const TIME_OPTIONS = { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } };

const colours = (isRedUnlessZero: boolean): object =>
  isRedUnlessZero
    ? {
        color: { mode: 'thresholds' },
        thresholds: {
          mode: 'absolute',
          // Below the first step, too: a negative difference is as wrong as a positive one.
          steps: [
            { color: 'red', value: null },
            { color: 'green', value: 0 },
            { color: 'red', value: 1 },
          ],
        },
      }
    : { color: { mode: 'palette-classic' } };
