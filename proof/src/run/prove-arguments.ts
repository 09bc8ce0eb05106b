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
  /** Operations that `broker-down` sends while the broker is down. */
  readonly backlog: number;
  readonly isJson: boolean;
  /** Only tells what would be done. */
  readonly isPlan: boolean;
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
/** Several times what a relay or a consumer takes in one go, and what the clients of a busy minute leave. */
const DEFAULT_BACKLOG_PER_OPERATION = 18;
/** Twice the longest pause that the resolver takes between two looks at an unknown outcome. */
const PATIENCE_S = 120;
/** Half of what a run may take beyond its traffic and its faults. */
const MAX_PATIENCE_S = 300;
const SETS = ['all', 'quick', 'none'];

export const usage =
  (): string => `usage: npm run prove -- [--seed S] [--ops N] [--faults all|quick|none|NAME,…] [--backlog N]
                        [--json] [--evidence DIR] [--patience S] [--plan]

Starts the real services on a real Postgres and Kafka, drives N chargeable operations (default ${DEFAULT_OPERATIONS}) through
clients whose connections are broken on purpose, injects faults, and checks from outside that each took effect once.
--seed S   fixes the operations and the fault schedule, not the interleaving; drawn and shown when it is left out
--faults   ${wrapped(FAULTS.map(({ name }) => name))}
           crash-points:LABEL visits one label and no other; with =hang, =throw, =drop_before or =drop_after for a kill
--backlog N     operations that broker-down sends while the broker is down, counted and checked like all others
           (default ${DEFAULT_BACKLOG_PER_OPERATION} for each of --ops; 0 in a quick run)
--patience S    seconds to wait for what has still to come, after a crash and at the end (default ${PATIENCE_S})
--evidence DIR  where the evidence of all runs goes
--json     prints summary.json instead of lines for a person
--plan     prints the fault schedule and the hash of the operations, and starts nothing
Exit code: 0 shown, 1 something is broken, 2 inconclusive. Evidence goes to evidence/<run>/, or DIR/<run>/.`;

/** Reads what stands behind `npm run prove --`. `draw` makes the seed where none is given. */
export function parseProveArguments(args: string[], draw = () => randomInt(DRAWN_SEEDS)): ProveCommand {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    if (values.help) return { kind: 'help' };
    const problem =
      problemOfSeed(values.seed) ??
      problemOfNumber('--ops', values.ops, { from: 1, to: MAX_OPERATIONS }) ??
      problemOfNumber('--backlog', values.backlog, { from: 0, to: MAX_OPERATIONS }) ??
      problemOfNumber('--patience', values.patience, { from: 1, to: MAX_PATIENCE_S });
    if (problem !== undefined) return { kind: 'refused', message: problem };
    const faults = parseFaults(values.faults);
    if (typeof faults === 'string') return { kind: 'refused', message: faults };
    const seed = values.seed ?? String(draw());
    const { json: isJson, plan: isPlan, evidence } = values;
    const operations = Number(values.ops);
    const backlog = Number(values.backlog ?? defaultBacklogOf(faults, operations));
    const patienceMs = Number(values.patience) * 1_000;
    return { kind: 'run', options: { seed, operations, faults, backlog, isJson, isPlan, evidence, patienceMs } };
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  seed: { type: 'string' },
  ops: { type: 'string', default: String(DEFAULT_OPERATIONS) },
  faults: { type: 'string', default: 'all' },
  backlog: { type: 'string' },
  plan: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  evidence: { type: 'string', default: EVIDENCE },
  patience: { type: 'string', default: String(PATIENCE_S) },
} as const;

const problemOfSeed = (seed: string | undefined): string | undefined =>
  seed === undefined || /^[\w.-]{1,40}$/.test(seed)
    ? undefined
    : `--seed ${seed}: give 1 to 40 letters, digits, dots, underscores or hyphens`;

const problemOfNumber = (
  name: string,
  text: string | undefined,
  { from, to }: { from: number; to: number },
): string | undefined =>
  text === undefined || (/^(0|[1-9]\d*)$/.test(text) && Number(text) >= from && Number(text) <= to)
    ? undefined
    : `${name} ${text}: give a whole number from ${from} to ${to}`;

/** Only a run of everything, or of this fault by its name, has the time for it. */
export const defaultBacklogOf = (faults: readonly string[], operations: number): number =>
  faults.includes('all') || faults.includes('broker-down') ? operations * DEFAULT_BACKLOG_PER_OPERATION : 0;

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
