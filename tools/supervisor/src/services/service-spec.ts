import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../provision/migrate-database.ts';
import type { ProcessSpec } from '../supervise/supervised-process.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { serviceEnvironment } from './service-environment.ts';
import type { ServiceKind } from './service-kind.ts';
import type { StackAddresses } from './stack-addresses.ts';

/** Requests in flight end within the answer deadline, which is 4 s; the rest is for a machine under load. */
const STOP_BOUND_MS = 10_000;

const mainOf = (kind: ServiceKind): string => join(REPOSITORY_ROOT, 'apps', kind, 'dist/main.js');

/** @throws Error that says how to build when a service was not built. */
export function assertBuilt(kinds: readonly ServiceKind[]): void {
  const missing = kinds.filter((kind) => !existsSync(mainOf(kind)));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is not built: run npm run build.`);
}

/** A service as a deploy would run it: built, telemetry first, configured by its environment alone. */
export function serviceSpec(
  kind: ServiceKind,
  name: string,
  addresses: StackAddresses,
  further: Record<string, string> = {},
): ProcessSpec {
  return {
    name,
    cwd: REPOSITORY_ROOT,
    args: () => ['--import', '@once/observability/tracing', mainOf(kind)],
    hasOperatorPort: kind === 'charge-api',
    env: (port, operatorPort) => ({
      ...inheritedEnvironment(process.env),
      ...serviceEnvironment(kind, { name, port, operatorPort }, addresses),
      ...further,
    }),
    readyPath: '/readyz',
    stopBoundMs: STOP_BOUND_MS,
  };
}

/** The provider keeps its record in `dataDir`, so that a restart forgets nothing. */
export function providerSpec(name: string, dataDir: string, further: Record<string, string> = {}): ProcessSpec {
  const cli = join(REPOSITORY_ROOT, 'tools/provider-simulator/src/cli.ts');
  return {
    name,
    cwd: REPOSITORY_ROOT,
    args: (port) => [
      ...['--conditions=once-source', '--no-warnings', cli],
      ...['--port', String(port), '--data-dir', dataDir],
    ],
    env: () => ({ ...inheritedEnvironment(process.env), ...further }),
    readyPath: '/livez',
    stopBoundMs: STOP_BOUND_MS,
  };
}
