import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** undefined: the input that comes with the demo. */
  readonly file: string | undefined;
  readonly chargeApi: number;
  readonly relay: number;
  readonly ledgerConsumer: number;
}

export type DemoCommand =
  | { readonly kind: 'run'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly message: string };

export const USAGE = `usage: npm run demo [-- [FILE] [--charge-api N] [--relay N] [--ledger-consumer N]]

Starts Postgres, Kafka, a payment provider simulator and the three services, sends the requests of FILE
(default demo/charges.ndjson), and prints what happened and a verdict that is computed from the stores.
FILE has one JSON object per line: {"tenant", "key", "raw", "group", "refund_of"}; see demo/README.md.
Exit code: 0 the verdict is PASS, 1 it is FAIL, 2 the demo could not run.`;

/** Each process needs some 100 MB. */
const MAX_REPLICAS = 8;

/** Reads what stands behind `npm run demo --`. */
export function parseDemoArguments(args: string[]): DemoCommand {
  const refuse = (reason: string): DemoCommand => ({ kind: 'refused', message: `${reason}\n\n${USAGE}` });
  const parsed = parse(args);
  if (typeof parsed === 'string') return refuse(parsed);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (positionals.length > 1)
    return refuse(`One FILE at most, but there are ${positionals.length}: ${positionals.join(' ')}`);
  const counts = REPLICAS.map((name) => Number(values[name] ?? 1));
  const wrong = REPLICAS.find((_, index) => !isReplicas(counts[index] ?? 0));
  if (wrong !== undefined)
    return refuse(`--${wrong} ${String(values[wrong])}: give a number from 1 to ${MAX_REPLICAS}`);
  const [chargeApi = 1, relay = 1, ledgerConsumer = 1] = counts;
  return { kind: 'run', options: { file: positionals[0], chargeApi, relay, ledgerConsumer } };
}

const REPLICAS = ['charge-api', 'relay', 'ledger-consumer'] as const;

const isReplicas = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= MAX_REPLICAS;

const parse = (args: string[]) => {
  const text = { type: 'string' } as const;
  const options = {
    help: { type: 'boolean', short: 'h' },
    'charge-api': text,
    relay: text,
    'ledger-consumer': text,
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
