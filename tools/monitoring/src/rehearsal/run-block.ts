import { REPOSITORY_ROOT, type StackFile } from '@once/supervisor';
import { execFile } from 'node:child_process';
import { Client } from 'pg';
import { promisify } from 'node:util';
import type { Block } from '../runbook/read-runbook.ts';
import type { Prometheus } from './servers/prometheus.ts';

const run = promisify(execFile);

/** `npm run ops` looks first whether everything is built, which takes a busy machine a while. */
const WITHIN_MS = 180_000;

/** What fills $NAME in a block. */
export type Values = Readonly<Record<string, string>>;

export interface BlockContext {
  readonly stack: StackFile;
  readonly runFile: string;
  readonly prometheus: Prometheus;
  /** The block of the runbook that every other Bash block relies on. */
  readonly setup: string;
  readonly signal: AbortSignal;
}

export interface BlockAnswer {
  readonly text: string;
  readonly rows: readonly Record<string, unknown>[];
}

/** Runs a block as its reader would. @throws Error when it fails */
export async function runBlock(block: Block, values: Values, context: BlockContext): Promise<BlockAnswer> {
  if (block.language === 'promql')
    return { text: JSON.stringify(await context.prometheus.query(block.text)), rows: [] };
  return block.language === 'sql' ? runSql(block, values, context) : runBash(block, values, context);
}

async function runSql({ text }: Block, values: Values, { stack }: BlockContext): Promise<BlockAnswer> {
  const client = new Client({ connectionString: text.startsWith('-- charge') ? stack.chargeDbUrl : stack.ledgerDbUrl });
  await client.connect();
  try {
    const filled = text.replaceAll(/\$([A-Z][A-Z0-9_]*)/g, (name, key: string) => values[key] ?? name);
    const { rows } = await client.query<Record<string, unknown>>(filled);
    return { text: JSON.stringify(rows), rows };
  } finally {
    await client.end();
  }
}

async function runBash(
  { text }: Block,
  values: Values,
  { setup, runFile, signal }: BlockContext,
): Promise<BlockAnswer> {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', `${setup}\n${text}`], {
    cwd: REPOSITORY_ROOT,
    env: { ...process.env, ONCE_RUN_FILE: runFile, ...values },
    timeout: WITHIN_MS,
    signal,
  });
  return { text: stdout, rows: [] };
}
