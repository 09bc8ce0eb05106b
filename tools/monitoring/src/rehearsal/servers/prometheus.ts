import { findFreePort } from '@once/stack';
import type { RunningOnce, StackFile } from '@once/supervisor';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ruleFiles } from '../../generate/generated-files.ts';
import { REHEARSAL_TIME } from '../../rules/time-scale.ts';
import { startServer } from './monitoring-server.ts';

export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

export interface Prometheus {
  readonly url: string;
  alerts(): Promise<FiringAlert[]>;
  /** @throws Error with what Prometheus says of the query */
  query(promql: string): Promise<unknown[]>;
  stop(): Promise<void>;
}

const targetsOf = (urls: readonly string[]) => [{ targets: urls.map((url) => new URL(url).host) }];

const configOf = (stack: StackFile, alertmanagerUrl: string): object => ({
  global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
  rule_files: ['*.rules.yml'],
  alerting: { alertmanagers: [{ static_configs: targetsOf([alertmanagerUrl]) }] },
  scrape_configs: [
    { job_name: 'charge-api', static_configs: targetsOf(stack.chargeApi) },
    { job_name: 'relay', static_configs: targetsOf(stack.relay) },
    { job_name: 'ledger-consumer', static_configs: targetsOf(stack.ledgerConsumer) },
  ],
});

/** A real one with the shortened rules, which scrapes the stack every second. Its data goes with the stack's. */
export async function startPrometheus(
  running: RunningOnce,
  alertmanagerUrl: string,
  signal: AbortSignal,
): Promise<Prometheus> {
  const folder = join(running.serverStack.dataDir, 'prometheus');
  await mkdir(folder);
  for (const { path, text } of ruleFiles(REHEARSAL_TIME))
    await writeFile(join(folder, path.split('/').at(-1) ?? path), text);
  await writeFile(join(folder, 'prometheus.yml'), stringify(configOf(running.stack, alertmanagerUrl)));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // What has cleared is told at once, and what goes on every few seconds.
    '--rules.alert.resend-delay=2s',
  ];
  const stop = await startServer({ name: 'prometheus', file: 'prometheus', args, url }, running, signal);
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1/${path}`, { signal });
    const body = (await answer.json()) as { status: string; data: unknown; error?: string };
    if (body.status !== 'success') throw new Error(body.error ?? `Prometheus answers ${answer.status}`);
    return body.data;
  };
  return {
    url,
    stop,
    alerts: async () => ((await ask('alerts')) as { alerts: FiringAlert[] }).alerts,
    query: async (promql) => ((await ask(`query?query=${encodeURIComponent(promql)}`)) as { result: unknown[] }).result,
  };
}
