import type { OnceOptions } from '../once.ts';
import type { ServiceKind } from '../services/service-kind.ts';

export const MAX_REPLICAS = 32;

/** Most connections that one process opens, its administration included. */
const CONNECTIONS: Record<ServiceKind, number> = { 'charge-api': 20, relay: 10, 'ledger-consumer': 12 };
/** For migrations, checkers and whoever looks at the tables. */
const SPARE_CONNECTIONS = 60;
const DEFAULT_CONNECTIONS = 200;

export interface Replica {
  kind: ServiceKind;
  /** `charge-api-1` */
  name: string;
}

/** @throws RangeError for a number of replicas that makes no sense. */
export function replicasOf(options: Pick<OnceOptions, 'chargeApi' | 'relay' | 'ledgerConsumer'>): Replica[] {
  const { chargeApi = 1, relay = 1, ledgerConsumer = 1 } = options;
  return [
    ...numbered('charge-api', chargeApi),
    ...numbered('relay', relay),
    ...numbered('ledger-consumer', ledgerConsumer),
  ];
}

function numbered(kind: ServiceKind, count: number): Replica[] {
  if (!Number.isInteger(count) || count < 0 || count > MAX_REPLICAS)
    throw new RangeError(`${kind}: ${count} replicas are not possible, 0 to ${MAX_REPLICAS} are`);
  return Array.from({ length: count }, (_, index) => ({ kind, name: `${kind}-${index + 1}` }));
}

/** Many replicas need more connections than Postgres allows by default. */
export function postgresSettingsFor(replicas: readonly Replica[]): Record<string, string> {
  const needed = replicas.reduce((sum, { kind }) => sum + CONNECTIONS[kind], SPARE_CONNECTIONS);
  return needed > DEFAULT_CONNECTIONS ? { max_connections: String(needed) } : {};
}
