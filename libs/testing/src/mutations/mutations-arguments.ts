import { parseArgs } from 'node:util';
import { parseShard, type Shard } from './shard.ts';

export interface RunOptions {
  /** None for all. */
  readonly names: readonly string[];
  /** The core and a tenth of the rest. */
  readonly isCi: boolean;
  readonly shard: Shard | undefined;
  /** Tries also what was caught on this tree before. */
  readonly isAgain: boolean;
  /** Copies at work at the same time. */
  readonly jobs: number;
}

export type MutationsCommand =
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'check' }
  | { readonly kind: 'status' }
  | { readonly kind: 'refused'; readonly message: string };

const OPTIONS = {
  shard: { type: 'string' },
  jobs: { type: 'string', default: '1' },
  again: { type: 'boolean', default: false },
  ci: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  status: { type: 'boolean', default: false },
} as const;

/** More would time each other out: each runs servers' work and a Jest of its own. */
const JOBS = ['1', '2', '3', '4'];

const refused = (message: string): MutationsCommand => ({ kind: 'refused', message });

/** Reads what stands behind `npm run test:mutations --`. */
export function parseMutationsArguments(args: string[]): MutationsCommand {
  try {
    const { values, positionals, tokens } = parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
    if (values.check || values.status) {
      const kind = values.check ? 'check' : 'status';
      return tokens.length > 1 ? refused(`--${kind} is about all mutations: it takes no other argument`) : { kind };
    }
    if (positionals.length > 0 && (values.ci || values.shard !== undefined)) {
      return refused(`${values.ci ? '--ci' : '--shard'} picks mutations by itself: it takes no names`);
    }
    const shard = values.shard === undefined ? undefined : parseShard(values.shard);
    if (values.shard !== undefined && !shard) {
      return refused(`--shard ${values.shard}: expected i/n with 1 ≤ i ≤ n, such as 2/4`);
    }
    if (!JOBS.includes(values.jobs)) return refused(`--jobs ${values.jobs}: expected ${JOBS.join(', ')}`);
    const { ci: isCi, again: isAgain } = values;
    return { kind: 'run', options: { names: positionals, isCi, shard, isAgain, jobs: Number(values.jobs) } };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}
