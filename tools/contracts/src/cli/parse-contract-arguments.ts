import { parseArgs } from 'node:util';

export interface ContractCall {
  readonly app: string;
  readonly env: string;
  /** A name of a commit. */
  readonly version: string;
}

export type ParsedCall =
  | ({ readonly kind: 'run' } & ContractCall)
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly message: string };

/** Environments are folders, and go into URLs of a broker. */
const ENV_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

const OPTIONS = {
  app: { type: 'string' },
  env: { type: 'string' },
  version: { type: 'string', default: 'HEAD' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Options of `contracts:record-deployment` and `contracts:can-i-deploy`; `env` is the process's environment. */
export function parseContractArguments(args: readonly string[], env: NodeJS.ProcessEnv): ParsedCall {
  const swallowed = ['app', 'env'].find((name) => env[`npm_config_${name}`] !== undefined);
  if (swallowed) return refused(`npm kept --${swallowed} for itself. Did you forget the -- after the command's name?`);
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    // Its first sentence says what is wrong; the others explain a syntax that is not ours.
    return refused(`${(error as Error).message.split('. ')[0]?.replace(/\.$/, '') ?? ''}.`);
  }
  if (values.help) return { kind: 'help' };
  const { app, env: target, version } = values;
  if (!app || !target) return refused(`--${app ? 'env' : 'app'} is missing.`);
  if (!ENV_NAME.test(target)) return refused(`--env takes lower-case letters, digits and dashes, not "${target}".`);
  return { kind: 'run', app, env: target, version };
}

const refused = (message: string): ParsedCall => ({ kind: 'refused', message });
