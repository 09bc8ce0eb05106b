import { parseContractArguments, type ContractCall } from './parse-contract-arguments.ts';

/** Wrong arguments: there is nothing that could have been done. */
export class BadCallError extends Error {}

const complain = (message: string): void => void process.stderr.write(`${message}\n`);

/** Exit code 0 and 1 are the command's own answers, 2 says that it was not called rightly. */
export async function runContractCommand(usage: string, run: (call: ContractCall) => Promise<number>): Promise<void> {
  const call = parseContractArguments(process.argv.slice(2), process.env);
  if (call.kind === 'help') return void process.stdout.write(`${usage}\n`);
  if (call.kind === 'refused') {
    complain(`${call.message}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  try {
    process.exitCode = await run(call);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof BadCallError ? 2 : 1;
  }
}
