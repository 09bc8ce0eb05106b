import { rulesOf } from '@once/config';
import { isDeepStrictEqual } from 'node:util';
import { settingsOf, type Setting } from './describe-setting.ts';
import { NEEDS_REVIEW, OWNER_COMMANDS, SERVICES, TRACING } from './environments.ts';

const INTRODUCTION = `# Configuration

What the services and their commands read from the environment. Written by \`npm run docs:configuration\` from the schemas
that parse it; tests keep this page equal to them.

Each process parses its environment once, before anything else. A bad value, a missing required one or a broken rule ends
it with one message that lists every fault and shows no value; a service exits with 78 then. An empty variable counts as
absent. A change needs a restart.

A **secret** belongs in the platform's secret store. Defaults are as the variable would be written.`;

/** `600000` is hard to read, `10 min` is not; what doesn't come out even stays as it is. */
const UNITS_MS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

const readable = (name: string, value: string): string => {
  const unit = UNITS_MS.find(([ms]) => Number(value) > 0 && Number(value) % ms === 0);
  return name.endsWith('_MS') && unit ? ` (${Number(value) / unit[0]} ${unit[1]})` : '';
};

const defaultOf = ({ name, fallback, isRequired }: Setting): string => {
  if (isRequired) return '**required**';
  return fallback === null ? 'none' : `\`${fallback}\`${readable(name, fallback)}`;
};

const row = (setting: Setting): string[] => [
  `\`${setting.name}\``,
  setting.description,
  setting.form,
  defaultOf(setting),
  setting.isSecret ? 'secret' : '',
];

/** Padded as Prettier pads it. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const settingsTable = (settings: readonly Setting[]): string =>
  table([['variable', 'what', 'form', 'default', ''], ...settings.map(row)]);

const rulesList = (rules: readonly string[]): string[] =>
  rules.length === 0 ? [] : ['Rules between them:', rules.map((rule) => `- ${rule}`).join('\n')];

const isAmong = (settings: readonly Setting[]) => (setting: Setting) =>
  settings.some((other) => isDeepStrictEqual(other, setting));

/** The variables that every service reads alike, and those that are left to each. */
function splitServices() {
  const all = Object.entries(SERVICES).map(([name, schema]) => ({ name, schema, settings: settingsOf(schema) }));
  const shared = (all[0]?.settings ?? []).filter((setting) => all.every(({ settings }) => isAmong(settings)(setting)));
  const own = all.map((service) => ({ ...service, settings: service.settings.filter((s) => !isAmong(shared)(s)) }));
  return { shared, own };
}

const names = (settings: readonly Setting[]): string => settings.map(({ name }) => `\`${name}\``).join(', ');

/** What the command reads, told by how it differs from charge-api. */
function renderNeedsReview(): string[] {
  const command = settingsOf(NEEDS_REVIEW);
  const service = settingsOf(SERVICES['charge-api']);
  const unread = service.filter(({ name }) => !command.some((setting) => setting.name === name));
  return [
    '## charges needs-review',
    `\`npm run ops -- charges needs-review\` ([operations](operations.md#by-command)) reads what charge-api reads, but for ${names(unread)}. Set what is set for charge-api, so that both decide alike. These differ:`,
    settingsTable(command.filter((setting) => !isAmong(service)(setting))),
  ];
}

/** The text of docs/configuration.md. */
export function renderConfiguration(): string {
  const { shared, own } = splitServices();
  const blocks = [
    INTRODUCTION,
    ...['## Every service', settingsTable(shared)],
    ...own.flatMap(({ name, schema, settings }) => [
      `## ${name}`,
      settingsTable(settings),
      ...rulesList(rulesOf(schema)),
    ]),
    '## Tracing',
    "OpenTelemetry's own variables, in every service ([tracing](tracing.md)). A bad value counts as absent. All others that its SDK knows, such as `OTEL_SERVICE_NAME` and `OTEL_EXPORTER_OTLP_HEADERS`, are the SDK's.",
    settingsTable(settingsOf(TRACING)),
    '## Migrations, tenants',
    '`dist/migrate.js` of charge-api and of ledger-consumer, and `dist/tenants/tenants.cli.js` of charge-api.',
    settingsTable(settingsOf(OWNER_COMMANDS)),
    ...renderNeedsReview(),
    '## Elsewhere',
    'The provider simulator takes arguments ([which](provider-simulator.md)). Variables of `npm start`, of tests and of contract commands are with [their](../tools/stack/README.md) [tools](../tools/supervisor/README.md) and in [contracts](contracts.md).',
  ];
  return `${blocks.join('\n\n')}\n`;
}
