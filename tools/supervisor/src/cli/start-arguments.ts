import { parseArgs } from 'node:util';
import { MAX_REPLICAS } from '../start/replicas.ts';

export const START_USAGE = `usage: npm start -- [--charge-api N] [--relay N] [--ledger-consumer N]
Starts the stack with N replicas of each service (1 to ${MAX_REPLICAS}, default 1) and keeps it up until Ctrl-C.`;

export type StartCommand =
  | { kind: 'run'; replicas: { chargeApi: number; relay: number; ledgerConsumer: number } }
  | { kind: 'help' }
  | { kind: 'refused'; message: string };

const OPTIONS = {
  'charge-api': { type: 'string', default: '1' },
  relay: { type: 'string', default: '1' },
  'ledger-consumer': { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const SERVICES = ['charge-api', 'relay', 'ledger-consumer'] as const;
const FORGOTTEN = 'Did you forget the -- in npm start -- --relay 2?';

/** `env` tells what npm took for itself: without the `--` it swallows our options and says so in variables only. */
export function parseStartArguments(args: readonly string[], env: NodeJS.ProcessEnv): StartCommand {
  const swallowed = SERVICES.find((service) => env[`npm_config_${service.replaceAll('-', '_')}`] !== undefined);
  if (swallowed) return { kind: 'refused', message: `npm kept --${swallowed} for itself. ${FORGOTTEN}` };
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    // Its first sentence says what is wrong; the others explain a syntax that is not ours.
    const [complaint] = (error as Error).message.split('. ');
    return { kind: 'refused', message: `${complaint?.replace(/\.$/, '')}. ${hintFor(args)}`.trim() };
  }
  if (values.help) return { kind: 'help' };
  const bad = SERVICES.find((service) => !isReplicaCount(values[service]));
  if (bad) return { kind: 'refused', message: `--${bad} takes 1 to ${MAX_REPLICAS}, not "${values[bad]}".` };
  const [chargeApi, relay, ledgerConsumer] = SERVICES.map((service) => Number(values[service])) as [
    number,
    number,
    number,
  ];
  return { kind: 'run', replicas: { chargeApi, relay, ledgerConsumer } };
}

/** Bare words are what npm leaves of options that it took for its own. */
function hintFor(args: readonly string[]): string {
  return args.some((arg) => !arg.startsWith('-')) && !args.some((arg) => arg.startsWith('--')) ? FORGOTTEN : '';
}

function isReplicaCount(text: string): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_REPLICAS;
}
