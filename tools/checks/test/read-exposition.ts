export interface ExposedMetric {
  type: string;
  help: string;
  /** Labels of each series, without a histogram's bounds. */
  series: Record<string, string>[];
}

const SERIES = /^([a-z_]+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? [^ ]+$/;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

const labelsOf = (text: string): Record<string, string> => {
  const labels = [...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value] as const);
  return Object.fromEntries(labels.filter(([name]) => name !== 'le'));
};

/** What a service exposes, by the names of its metrics. */
export async function readExposition(url: string): Promise<Map<string, ExposedMetric>> {
  const exposed = new Map<string, ExposedMetric>();
  let current: ExposedMetric | undefined;
  for (const line of (await (await fetch(`${url}/metrics`)).text()).split('\n')) {
    const [, kind, name = '', text = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'HELP') exposed.set(name, (current = { type: '', help: text, series: [] }));
    else if (kind === 'TYPE' && current) current.type = text;
    else if (SERIES.test(line)) current?.series.push(labelsOf(SERIES.exec(line)?.[2] ?? ''));
  }
  return exposed;
}
