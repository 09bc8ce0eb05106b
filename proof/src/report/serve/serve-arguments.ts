import { parseArgs } from 'node:util';
import { codeOf } from '../error-code.ts';

export interface ServeCommand {
  readonly root: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export const USAGE = 'npm run evidence:serve -- [--port N] [--folder evidence]';

/** What to serve and where, or why that can't be said. */
export function parseServeArguments(args: readonly string[]): ServeCommand | { readonly refusal: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string', default: '0' }, folder: { type: 'string', default: 'evidence' } },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      return { refusal: `--port ${values.port} is no port: give 0 to 65535` };
    return { root: values.folder, port: Number(values.port) };
  } catch (error) {
    if (codeOf(error)?.startsWith('ERR_PARSE_ARGS_')) return { refusal: (error as Error).message };
    throw error;
  }
}
