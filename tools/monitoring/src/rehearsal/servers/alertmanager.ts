import { findFreePort } from '@once/stack';
import type { RunningOnce } from '@once/supervisor';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { alertmanagerConfig } from '../../alertmanager/alertmanager-config.ts';
import { startServer } from './monitoring-server.ts';

export interface Alertmanager {
  readonly url: string;
  /** Names of the alerts that a pager gets at this moment: not those that another one explains. */
  pages(): Promise<string[]>;
  stop(): Promise<void>;
}

const AT_ONCE = { groupWait: '1s', groupInterval: '1s', repeatInterval: '1h' };

/** A real one with the committed routes and explanations. */
export async function startAlertmanager(running: RunningOnce, signal: AbortSignal): Promise<Alertmanager> {
  const folder = join(running.serverStack.dataDir, 'alertmanager');
  await mkdir(folder);
  await writeFile(join(folder, 'alertmanager.yml'), stringify(alertmanagerConfig(AT_ONCE)));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  const stop = await startServer({ name: 'alertmanager', file: 'prometheus-alertmanager', args, url }, running, signal);
  return {
    url,
    stop,
    pages: async () => {
      const query = 'active=true&silenced=false&inhibited=false&filter=severity%3D%22page%22';
      const answer = await fetch(`${url}/api/v2/alerts?${query}`, { signal });
      const alerts = (await answer.json()) as { labels: { alertname: string } }[];
      return [...new Set(alerts.map(({ labels }) => labels.alertname))].sort();
    },
  };
}
