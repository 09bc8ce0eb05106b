import { appsOf, type CommittedPact } from '../deployments/committed-pacts.ts';
import type { ContractFolder } from '../pact/contract-folder.ts';
import { BadCallError } from './run-contract-command.ts';

/** A mistyped name must not be answered with "nobody minds". @throws BadCallError naming those that there are */
export function assertKnownApp(app: string, pacts: readonly CommittedPact[]): void {
  const known = appsOf(pacts);
  if (!known.includes(app)) throw new BadCallError(`no contract is about ${app}; those are: ${known.join(', ')}`);
}

/** @throws BadCallError naming those that there are */
export function assertKnownEnv(env: string, folder: ContractFolder): void {
  const known = folder.envs();
  if (known.includes(env)) return;
  const those = known.length > 0 ? `those are: ${known.join(', ')}` : 'there is none yet';
  throw new BadCallError(`nothing was ever recorded in ${env}; ${those}`);
}
