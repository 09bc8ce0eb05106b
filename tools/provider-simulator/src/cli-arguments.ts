import { parseArgs } from 'node:util';
import { MAX_PAUSE_MS } from './control/pause.ts';

export const USAGE = 'Usage: provider-simulator --data-dir DIR [--port N] [--host ADDRESS] [--latency-ms N]';

export type CliArguments =
  | {
      readonly kind: 'run';
      readonly port: number;
      readonly host: string;
      readonly dataDir: string;
      readonly latencyMs: number;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly message: string };

const OPTIONS = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'data-dir': { type: 'string' },
  'latency-ms': { type: 'string', default: '0' },
  help: { type: 'boolean', default: false },
} as const;

export function parseCliArguments(args: readonly string[]): CliArguments {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { kind: 'help' };
  const port = parseWholeNumber(values.port, 65_535);
  if (port === undefined) return { kind: 'refused', message: '--port takes 0 (any free port) to 65535' };
  const latencyMs = parseWholeNumber(values['latency-ms'], MAX_PAUSE_MS);
  if (latencyMs === undefined) return { kind: 'refused', message: `--latency-ms takes 0 to ${MAX_PAUSE_MS}` };
  const dataDir = values['data-dir'];
  if (dataDir === undefined || dataDir === '')
    return { kind: 'refused', message: '--data-dir is missing: the folder that keeps the record' };
  return { kind: 'run', port, host: values.host, dataDir, latencyMs };
}

function parseWholeNumber(text: string, max: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}
