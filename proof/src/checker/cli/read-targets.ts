import { readFile } from 'node:fs/promises';
import type { ProofTargets } from '../../model/targets.ts';
import { readSource } from '../inconclusive.error.ts';
import { targetsOfStack, type StackNames } from '../targets-of-stack.ts';

/** Where the stack that keeps this file can be looked at. @throws InconclusiveError when it can't be told */
export const readTargets = (stackFile: string, names: StackNames): Promise<ProofTargets> =>
  readSource(`the stack file ${stackFile}`, async () =>
    targetsOfStack(JSON.parse(await readFile(stackFile, 'utf8')) as object, names),
  );
