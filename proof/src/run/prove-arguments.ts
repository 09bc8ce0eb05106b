import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from '../faults/index.ts';
import { findFault } from '../faults/planning/find-fault.ts';

export interface ProveOptions {
  readonly seed: string;
  /** Chargeable operations of the workload. */
  readonly operations: number;
  /** As given: `all`, `quick`, `none`, or names. */
  readonly faults: readonly string[];
  readonly isJson: boolean;
  /** Folder of all runs' evidence. */
  readonly evidence: string;
  /** How long to wait for what has still to come, after a crash and at the end. */
  readonly patienceMs: number;
}

export type ProveCommand =
  | { readonly kind: 'run'; readonly options: ProveOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly message: string };

const DEFAULT_OPERATIONS = 1_000;
/** Several hours on two cores; what is beyond is a slip of the finger. */
const MAX_OPERATIONS = 100_000;
/** Short enough to be read out, and no two runs of a day are likely to share it. */
const DRAWN_SEEDS = 1_000_000_000;
export const EVIDENCE = join(import.meta.dirname, '../../../evidence');
/** Twice the longest pause that the resolver takes between two looks at an unknown outcome. */
const PATIENCE_S = 120;
/** Half of what a run may take beyond its traffic and its faults. */
const MAX_PATIENCE_S = 300;
const SETS = ['all', 'quick', 'none'];

export const usage =
  (): string => `usage: npm run prove -- [--seed S] [--ops N] [--faults all|quick|none|NAME,…] [--json]
                        [--evidence DIR] [--patience S]

Starts the real services on a real Postgres and Kafka, drives N chargeable operations (default ${DEFAULT_OPERATIONS}) through
clients whose connections are broken on purpose, injects faults, and checks from outside that each took effect once.
--seed S   fixes the operations and the fault schedule, not the interleaving; drawn and shown when it is left out
--faults   ${wrapped(FAULTS.map(({ name }) => name))}
           crash-points:LABEL and crash-points:LABEL=hang or =throw visit one label and no other
--patience S    seconds to wait for what has still to come, after a crash and at the end (default ${PATIENCE_S})
--evidence DIR  where the evidence of all runs goes
--json     prints summary.json instead of lines for a person
Exit code: 0 shown, 1 something is broken, 2 inconclusive. Evidence goes to evidence/<run>/, or DIR/<run>/.`;

/** Reads what stands behind `npm run prove --`. `draw` makes the seed where none is given. */
export function parseProveArguments(args: string[], draw = () => randomInt(DRAWN_SEEDS)): ProveCommand {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    if (values.help) return { kind: 'help' };
    const problem =
      problemOfSeed(values.seed) ??
      problemOfNumber('--ops', values.ops, MAX_OPERATIONS) ??
      problemOfNumber('--patience', values.patience, MAX_PATIENCE_S);
    if (problem !== undefined) return { kind: 'refused', message: problem };
    const faults = parseFaults(values.faults);
    if (typeof faults === 'string') return { kind: 'refused', message: faults };
    const seed = values.seed ?? String(draw());
    const { json: isJson, evidence } = values;
    const patienceMs = Number(values.patience) * 1_000;
    return { kind: 'run', options: { seed, operations: Number(values.ops), faults, isJson, evidence, patienceMs } };
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  seed: { type: 'string' },
  ops: { type: 'string', default: String(DEFAULT_OPERATIONS) },
  faults: { type: 'string', default: 'all' },
  json: { type: 'boolean', default: false },
  evidence: { type: 'string', default: EVIDENCE },
  patience: { type: 'string', default: String(PATIENCE_S) },
} as const;

const problemOfSeed = (seed: string | undefined): string | undefined =>
  seed === undefined || /^[\w.-]{1,40}$/.test(seed)
    ? undefined
    : `--seed ${seed}: give 1 to 40 letters, digits, dots, underscores or hyphens`;

const problemOfNumber = (option: string, text: string, max: number): string | undefined =>
  /^[1-9]\d*$/.test(text) && Number(text) <= max
    ? undefined
    : `${option} ${text}: give a whole number from 1 to ${max}`;

/** @returns the names, or what is wrong with them */
function parseFaults(text: string): string[] | string {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const known = [...SETS, ...FAULTS.map(({ name }) => name)];
  const unknown = names.filter((name) => !SETS.includes(name) && findFault(name, FAULTS) === undefined);
  if (unknown.length > 0)
    return `--faults ${text}: there is no fault ${unknown.join(', ')}; there are ${known.join(', ')}`;
  const sets = names.filter((name) => SETS.includes(name));
  if (sets.length > 0 && names.length > 1) return `--faults ${text}: ${sets.join(', ')} can't be combined with others`;
  return names;
}

/** As many names to a line as fit. */
const wrapped = (names: readonly string[]): string =>
  names
    .reduce<string[]>((lines, name) => {
      const last = lines.at(-1);
      if (last === undefined || last.length + name.length > 90) return [...lines, name];
      return [...lines.slice(0, -1), `${last}, ${name}`];
    }, [])
    .join(',\n           ');
