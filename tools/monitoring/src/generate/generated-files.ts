import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { alertmanagerConfig } from '../alertmanager/alertmanager-config.ts';
import { DASHBOARDS } from '../dashboards/all-dashboards.ts';
import { renderDashboard } from '../dashboards/render-dashboard.ts';
import { alertGroups, sloGroups } from '../rules/rule-groups.ts';
import { REAL_TIME, type TimeScale } from '../rules/time-scale.ts';
import { MONITORING_FOLDER } from './monitoring-folder.ts';

export interface GeneratedFile {
  /** Relative to tools/monitoring. */
  readonly path: string;
  readonly text: string;
}

const HEADER = '# Made by `npm run monitoring:generate` from tools/monitoring/src: change it there.\n';

/** Without anchors, which not every reader of these files knows, and without breaking expressions into lines. */
const toYaml = (content: object): string => HEADER + stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 });

/** What Prometheus evaluates. */
export const ruleFiles = (time: TimeScale): GeneratedFile[] => [
  { path: 'prometheus/rules/slo.rules.yml', text: toYaml({ groups: sloGroups(time) }) },
  { path: 'prometheus/rules/alerts.rules.yml', text: toYaml({ groups: alertGroups(time) }) },
];

/** Everything that is committed and not written by hand, as it is formatted here. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const config = toYaml(alertmanagerConfig());
  const dashboards = DASHBOARDS.map((dashboard) => ({
    path: `grafana/dashboards/${dashboard.uid}.json`,
    text: JSON.stringify(renderDashboard(dashboard)),
  }));
  const files = [...ruleFiles(REAL_TIME), { path: 'alertmanager/alertmanager.yml', text: config }, ...dashboards];
  return Promise.all(files.map(formatted));
}

async function formatted({ path, text }: GeneratedFile): Promise<GeneratedFile> {
  const filepath = `${MONITORING_FOLDER}/${path}`;
  return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}
