import { helpOf, type LabelSpec } from '../../../../libs/observability/src/metrics/metric-spec.ts';
import { collectMetrics, type CollectedMetric } from './collect-metrics.ts';
import type { ServiceName } from './metric-owners.ts';

const INTRODUCTION = `# Metrics

What the services expose at \`/metrics\`. Written by \`npm run docs:metrics\` from what each owner, a library or a part of a
service, specifies ([who](../tools/checks/src/metrics/metric-owners.ts)); a metric that its owner does not specify does not
compile, and tests keep this page and every real service equal.

- **From rows**: read from committed rows at each scrape, so that a crash can't lose it. Every replica of a service
  reports the same database: aggregate with \`max\`, never with \`sum\`. What can't be read in time is left out of that
  scrape and counted by \`scrape_failures_total\`; a stale value or a zero would look like the truth.
- **Of the process**: counted since the process started. Aggregate with \`sum\`. After a crash it can only have counted
  too little.
- Labels have a closed set of values, which are there from the start, or a stated bound. No metric has a key, a tenant,
  a charge or a URL in a label.
- Beside these, every service exposes prom-client's default group: \`process_*\` (CPU, memory, file descriptors) and
  \`nodejs_*\`. The lag of the event loop is \`nodejs_eventloop_lag_p99_seconds\` of that group.
- The retry budget of charge-client lives in its callers: \`RetryBudget.tokens\` is what they expose.

## The four to look at first

| metric                                                 | what it tells                                                                       |
| ------------------------------------------------------ | ----------------------------------------------------------------------------------- |
| \`idempotency_resolutions_total\`                        | how keys are resolved: \`reused\` is a client's bug, \`replayed\` a retry that was safe |
| \`charge_attempts_total\`                                | attempts that clients state: a surge of 3 says that answers get lost                |
| \`outbox_lag_seconds\` with \`outbox_pending\`             | how long events wait for Kafka                                                      |
| \`ledger_effects_applied\` with \`inbox_duplicates_total\` | what reached the books, and the repeats that did not                                |
`;

const SECTIONS = [
  ['Every service', (services: readonly ServiceName[]) => services.length > 1],
  ['charge-api', (services: readonly ServiceName[]) => services.length === 1 && services[0] === 'charge-api'],
  ['relay', (services: readonly ServiceName[]) => services.length === 1 && services[0] === 'relay'],
  ['ledger-consumer', (services: readonly ServiceName[]) => services.length === 1 && services[0] === 'ledger-consumer'],
] as const;

const SOURCES = { rows: 'from rows', process: 'of the process' } as const;

const labelLine = ([name, values]: [string, LabelSpec]): string =>
  typeof values === 'string'
    ? `- \`${name}\`: ${values}`
    : `- \`${name}\`: ${values.map((v) => `\`${v}\``).join(', ')}`;

const renderMetric = ({ name, spec }: CollectedMetric): string => {
  const facts = `_${spec.type}, ${spec.unit}, ${SOURCES[spec.source]}_`;
  const labels = Object.entries(spec.labels).map(labelLine);
  const buckets = spec.type === 'histogram' ? [`- buckets up to: ${spec.buckets.join(', ')}`] : [];
  const list = [...labels, ...buckets];
  return [`### \`${name}\``, facts, helpOf(spec), ...(list.length > 0 ? [list.join('\n')] : [])].join('\n\n');
};

/** The text of docs/metrics.md. */
export function renderMetricsDocument(): string {
  const metrics = collectMetrics();
  const sections = SECTIONS.map(([title, isIn]) =>
    [`## ${title}`, ...metrics.filter(({ services }) => isIn(services)).map(renderMetric)].join('\n\n'),
  );
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
}
