import { join } from 'node:path';
import type { OnceOptions, RunningOnce } from '../once.ts';
import { providerSpec, serviceSpec } from '../services/service-spec.ts';
import type { StackAddresses } from '../services/stack-addresses.ts';
import type { ProcessSpec } from '../supervise/supervised-process.ts';
import type { Fleet } from './fleet.ts';
import type { UndoStack } from './undo-stack.ts';

interface BesideParts {
  fleet: Fleet;
  dataDir: string;
  addresses: StackAddresses;
  serviceEnv: OnceOptions['serviceEnv'];
  undo: UndoStack;
}

/** Starts further processes of a stack that is up; each ends with it. */
export const besideStarter =
  ({ fleet, dataDir, addresses, serviceEnv, undo }: BesideParts): RunningOnce['startBeside'] =>
  async ({ kind, name, env, signal }) => {
    const further = { ...serviceEnv?.[kind], ...env };
    const spec: ProcessSpec =
      kind === 'provider'
        ? providerSpec(name, join(dataDir, name), further)
        : serviceSpec(kind, name, addresses, further);
    const process = fleet.addProcess(spec);
    const stop = (): Promise<void> => process.stop();
    undo.push(stop);
    await process.start(signal);
    return { url: process.url, stop };
  };
