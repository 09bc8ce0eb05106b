import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckedAt } from '../../model/finding.ts';
import { DEFAULT_NAMES, type StackNames } from '../targets-of-stack.ts';

export interface CheckCommand extends StackNames {
  readonly stackFile: string;
  readonly history: string;
  readonly at: CheckedAt;
  readonly noCrashes: boolean;
  readonly isJson: boolean;
}

const STACK_FILE = join(import.meta.dirname, '../../../../.run/stack.json');

export const USAGE = `usage: check.cli.ts --history FILE [--stack-file FILE] [--at always|drained] [--no-crashes] [--json]
                    [--topic NAME] [--group NAME]

Holds a running stack against every invariant, from outside: databases, topic, provider, metrics, and what the clients
wrote down (FILE, one JSON object per line). The stack is the one of .run/stack.json, or of --stack-file.
--at drained (the default) expects everything to be worked off; --at always checks what holds in the middle of a run.
--no-crashes says that no process ended meanwhile, so that process counters must be complete.
Exit code: 0 all held, 1 something is broken, 2 something could not be read or was not shown.`;

/** @returns what to do, or why not */
export function parseCheckArguments(args: string[]): CheckCommand | 'help' | { readonly refusal: string } {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    if (values.help) return 'help';
    if (values.history === undefined) return { refusal: '--history is missing: what did the clients see?' };
    const { at } = values;
    if (at !== 'always' && at !== 'drained') return { refusal: `--at ${at}: choose always or drained` };
    const { history, topic, group: consumerGroup, json: isJson } = values;
    return {
      stackFile: values['stack-file'],
      history,
      topic,
      consumerGroup,
      at,
      noCrashes: values['no-crashes'],
      isJson,
    };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  'stack-file': { type: 'string', default: STACK_FILE },
  history: { type: 'string' },
  at: { type: 'string', default: 'drained' },
  'no-crashes': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  topic: { type: 'string', default: DEFAULT_NAMES.topic },
  group: { type: 'string', default: DEFAULT_NAMES.consumerGroup },
} as const;
