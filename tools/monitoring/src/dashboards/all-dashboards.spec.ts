import { describe, expect, it } from '@jest/globals';
import { DASHBOARDS } from './all-dashboards.ts';
import { renderDashboard } from './render-dashboard.ts';

interface Rendered {
  uid: string;
  panels: {
    id: number;
    type: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets?: { refId: string }[];
  }[];
}

const rendered = DASHBOARDS.map((dashboard) => renderDashboard(dashboard) as Rendered);

/** Every cell of the grid that a panel covers. */
const cellsOf = ({ gridPos: { x, y, w, h } }: Rendered['panels'][number]): string[] =>
  Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`);

describe('the dashboards', () => {
  it('begin with the invariant', () => {
    const [overview] = DASHBOARDS;
    expect(overview?.rows[0]?.title).toMatch(/^The invariant/);
    const queries = overview?.rows[0]?.panels.flatMap((panel) => panel.queries.map(({ expr }) => expr)).join(' ') ?? '';
    for (const metric of ['charge_effects_owed', 'ledger_effects_applied', 'ledger_unbalanced_entries']) {
      expect(queries).toContain(metric);
    }
  });

  it('have addresses of their own', () => {
    expect(new Set(rendered.map(({ uid }) => uid)).size).toBe(DASHBOARDS.length);
  });

  it.each(rendered.map(({ uid, panels }) => [uid, panels] as const))(
    '%s has no panel upon another or off the grid',
    (_uid, panels) => {
      const cells = panels.flatMap(cellsOf);
      expect(new Set(cells).size).toBe(cells.length);
      expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    },
  );
});
