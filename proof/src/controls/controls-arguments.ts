import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EVIDENCE } from '../run/prove-arguments.ts';
import type { Control } from './control.ts';

export interface ControlsOptions {
  readonly controls: readonly Control[];
  readonly isJson: boolean;
  /** Folder of all runs' evidence. */
  readonly evidence: string;
}

export type ControlsCommand =
  | { readonly kind: 'run'; readonly options: ControlsOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly message: string };

export const controlsUsage = (
  known: readonly Control[],
): string => `usage: npm run prove:controls -- [NAME…] [--json] [--evidence DIR]

Takes one protection away at a time, in a copy of the sources, with everything that would cover for it, and sees the
proof's unchanged checker turn red. Each scenario is run without any patch first, and has to be green then.
NAME       ${known.map(({ name }) => name).join('\n           ')}
--json     prints controls.json instead of lines for a person
--evidence DIR  where the evidence of all runs goes
Exit code: 0 all were caught, 1 one was not, 2 something could not be run. Evidence goes to evidence/<run>/controls.json.`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  evidence: { type: 'string', default: EVIDENCE },
} as const;

/** Reads what stands behind `npm run prove:controls --`; all that are known where none is named. */
export function parseControlsArguments(args: string[], known: readonly Control[]): ControlsCommand {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.help) return { kind: 'help' };
    const unknown = positionals.filter((name) => known.every((control) => control.name !== name));
    if (unknown.length > 0) return { kind: 'refused', message: `there is no control ${unknown.join(', ')}` };
    const controls = known.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { kind: 'run', options: { controls, isJson: values.json, evidence: resolve(values.evidence) } };
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}
