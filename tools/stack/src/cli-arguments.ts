export type CliCommand =
  { kind: 'run'; isJson: boolean } | { kind: 'cleanup' } | { kind: 'help' } | { kind: 'refused'; message: string };

export const USAGE = `usage: once-stack [--json]   start Postgres and Kafka, print their addresses, stop them on Ctrl-C
       once-stack cleanup    remove what killed runs left behind
PG_URL and KAFKA_BROKERS, where set, name existing servers that are used instead.`;

export function parseCliArguments(args: string[]): CliCommand {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args[0] === 'cleanup') return args.length === 1 ? { kind: 'cleanup' } : refuse(args[1]);
  const stray = args.find((arg) => arg !== '--json');
  return stray === undefined ? { kind: 'run', isJson: args.includes('--json') } : refuse(stray);
}

function refuse(stray: string | undefined): CliCommand {
  return { kind: 'refused', message: `Unknown argument "${stray}".${hintFor(stray)}\n${USAGE}` };
}

function hintFor(stray: string | undefined): string {
  return /^-?-?(json|j)$/.test(stray ?? '') ? ' Did you mean --json?' : '';
}
