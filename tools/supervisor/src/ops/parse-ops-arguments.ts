import type { OpsCommand } from './ops-command.ts';

export type OpsCall =
  | { kind: 'run'; command: OpsCommand; args: string[] }
  | { kind: 'help'; message: string }
  | { kind: 'refused'; message: string };

/** Options of ours that npm takes for itself where the `--` is missing; it tells so in variables only. */
const OURS = ['outcome', 'reason', 'operator', 'provider_payment_id', 'limit', 'starting_after', 'json'];

const usageOf = (commands: readonly OpsCommand[]): string =>
  [
    'usage: npm run ops -- COMMAND …   (COMMAND --help tells more)',
    ...commands.map(({ words, summary }) => `  ${words.join(' ')}  ${summary}`),
  ].join('\n');

/** Which command is meant, and what is left for it to read. */
export function parseOpsArguments(
  args: readonly string[],
  commands: readonly OpsCommand[],
  env: NodeJS.ProcessEnv,
): OpsCall {
  const swallowed = OURS.find((name) => env[`npm_config_${name}`] !== undefined);
  if (swallowed) {
    const option = `--${swallowed.replaceAll('_', '-')}`;
    return { kind: 'refused', message: `npm kept ${option} for itself. Did you forget the -- in npm run ops -- …?` };
  }
  const command = commands.find(({ words }) => words.every((word, index) => args[index] === word));
  if (command) return { kind: 'run', command, args: args.slice(command.words.length) };
  const usage = usageOf(commands);
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help', message: usage };
  const what = args.length === 0 ? 'Which command?' : `There is no command "${args.slice(0, 2).join(' ')}".`;
  return { kind: 'refused', message: `${what}\n${usage}` };
}
